/** Parses YAML text into values with locations, or problems. */
export { AMOUNT, readAmount } from './amount.ts';
export { decode } from './decode.ts';
export { editMembers, inlineYaml, type MemberEdit } from './edit.ts';
export { type EditorHelp, type Snippet, withEditorHelp } from './editor-help.ts';
export { type Finding, inOrder, problemsOf } from './finding.ts';
export { jsonSchemaOf, type KnownKeys, knownKeysOf } from './json-schema.ts';
export { forget, parse } from './parse.ts';
export {
  keyAt,
  type Member,
  type Path,
  pathText,
  type DocumentNode,
  type MapNode,
  type ScalarNode,
  plain,
  spanAt,
  valueAt,
} from './nodes.ts';
export type { JsonSchema } from './schema-value.ts';
export { looksLikeSecret } from './secret-patterns.ts';
export { SPARK_VARIABLE, withHidden } from './secrets.ts';
export * as parts from './shape-parts.ts';
export { described, shapeFindings } from './shape.ts';
export { lineAndColumn, type Source, type Span } from './source.ts';
export { yamlText } from './yaml-text.ts';
