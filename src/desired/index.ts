/** Loads layer documents as desired layers. Pure. */
export { loadDesired, loadDocuments, type LoadedDocuments } from './load.ts';
export { type PastedConfig, parsePastedConfig } from './pasted.ts';
export { type PastedByLayer, parsePastedByLayer } from './pasted-by-layer.ts';
export { type DocumentFile, extendsOf, isLayerDocument } from './repository.ts';
export { PLACEHOLDER_ACCOUNT, PLACEHOLDER_PROJECT } from './placeholders.ts';
export { defaultsSchema, layerSchema } from './schema.ts';
export { writeDocument } from './write.ts';
export { decode } from '../yaml/index.ts';
