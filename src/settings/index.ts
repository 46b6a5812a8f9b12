/** `reconcile.yaml` → settings with every default filled in. Pure. */
export { globFault, globFolders, globMatcher, type Matches } from '../text/index.ts';
export { guardSettings } from './guard.ts';
export { loadSettings } from './load.ts';
export { originProblem } from './origins.ts';
export { settingsSchema } from './schema.ts';
