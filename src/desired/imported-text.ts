import type { DocumentPath, Value } from '../model/index.ts';
import { inlineYaml, yamlText } from '../yaml/index.ts';
import { DOCUMENT_KEYS, hintLines, type ImportNotes, isFillable, keyOf, noteLine } from './import-notes.ts';

/** Values by path. `null` removes an inherited one. */
export type DocumentValues = ReadonlyMap<DocumentPath, Value>;

/** A new document. Paths are relative to the root. */
export type ImportedDocument = {
  readonly name: string;
  readonly file: string;
  readonly project: string;
  readonly values: DocumentValues;
  readonly notes: ImportNotes;
  readonly fragment?: string;
};

/** The text of a new layer document. A comment takes the place of each value that is not known. */
export function importedText({ name, file, project, values, notes, fragment }: ImportedDocument): string {
  const hasHint = [...notes].some(([path, note]) => isFillable(path, note));
  return [
    `# yaml-language-server: $schema=${relativePath(file, 'schemas/layer.schema.json')}`,
    ...(hasHint ? hintLines(name).map((line) => `# ${line}`) : []),
    yamlText({ template: 'tiktok-ads', name, project }).trimEnd(),
    ...(fragment === undefined ? [] : [`extends: ${relativePath(file, fragment)}`]),
    '',
    ...[...DOCUMENT_KEYS.keys()].flatMap((key) => linesOfKey(key, values, notes)),
    '',
  ].join('\n');
}

/** The text of a fragment that documents extend. */
export function fragmentText(file: string, values: DocumentValues): string {
  return [
    `# yaml-language-server: $schema=${relativePath(file, 'schemas/defaults.schema.json')}`,
    ...[...DOCUMENT_KEYS.keys()].flatMap((key) => linesOfKey(key, values, new Map())),
    '',
  ].join('\n');
}

/** The lines of a top-level key, without line ends. Empty if nothing is known about it. */
export function linesOfKey(key: string, values: DocumentValues, notes: ImportNotes): readonly string[] {
  const paths = (DOCUMENT_KEYS.get(key) ?? []).filter((path) => values.has(path) || notes.has(path));
  const [only] = paths;
  if (only === undefined) return [];
  if (only === key) return [lineOf(only, values, notes)];
  if (paths.some((path) => values.has(path))) {
    return [`${key}:`, ...paths.map((path) => `  ${lineOf(path, values, notes)}`)];
  }
  return [noteLine(key, notes.get(only) ?? 'hidden')];
}

/** One line without its end: the value, or a comment. */
export function lineOf(path: DocumentPath, values: DocumentValues, notes: ImportNotes): string {
  const value = values.get(path);
  if (value === undefined) return noteLine(keyOf(path), notes.get(path) ?? 'hidden');
  // On one line each, so that a change is one line of a diff.
  return typeof value === 'object' && value !== null
    ? `${keyOf(path)}: ${inlineYaml(value)}`
    : yamlText({ [keyOf(path)]: value }).trimEnd();
}

function relativePath(from: string, to: string): string {
  return `${'../'.repeat(from.split('/').length - 1)}${to}`;
}
