/** Loads layer documents as desired layers. Pure. */
export type { DocumentFile } from './file.ts';
export { extendsOf, loadDesired } from './load.ts';
export { defaultsSchema, layerSchema } from './schema.ts';
export { type PastedConfig, parsePastedConfig } from './pasted.ts';
export { writeDocument } from './write.ts';
export { isLayerDocument } from './is-layer-document.ts';
export { decode } from '../yaml/index.ts';
