/** Loads layer documents as desired layers. Pure. */
export { loadDesired, loadDocuments, type LoadedDocuments } from './load.ts';
export { type PastedConfig, parsePastedConfig } from './pasted.ts';
export { type PastedByLayer, parsePastedByLayer } from './pasted-by-layer.ts';
export { type DocumentFile, extendsOf, isLayerDocument, projectsIn } from './repository.ts';
export { type ImportNote, type ImportNotes, IMPORT_NOTES } from './import-notes.ts';
export { type DocumentValues, fragmentText, type ImportedDocument, importedText } from './imported-text.ts';
export { type Shared, shareValues } from './share-values.ts';
export { openPaths, updatedText } from './updated-text.ts';
export { PLACEHOLDER_ACCOUNT, PLACEHOLDER_PROJECT, placeholders } from './placeholders.ts';
export { defaultsSchema, layerSchema } from './schema.ts';
export { writeDocument } from './write.ts';
export { decode, type MemberEdit } from '../yaml/index.ts';
