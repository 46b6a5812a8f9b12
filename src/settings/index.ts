/** Loads `reconcile.yaml` as settings with all defaults. Pure. */
export { globFault, globFolders, globMatcher, globReach, type Matches } from './glob.ts';
export { guardSettings } from './guard.ts';
export { credentialsBy, documentMatcher, isHidden, isReadable } from './layer-files.ts';
export { loadSettings } from './load.ts';
export { allowedOriginFault, originProblem, readOrigin } from './origins.ts';
export { settingsSchema } from './schema.ts';
