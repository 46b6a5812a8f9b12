import { CONFIG_PATHS, DOCUMENT_PATHS, type DocumentPath } from '../model/index.ts';

/** Why an imported document does not contain a value. */
export const IMPORT_NOTES = {
  hidden: 'not shown by any API',
  token: 'live is true, which needs pixel_id and access_token_vault_id here',
  app: 'live, but the project has several SDK apps, and a document with it needs app',
  form: 'live, in a form that a document cannot have',
  codes: 'recorded, but a document needs the variable with the code of each post',
  running: 'recorded as paused, but campaigns run',
  budget: 'recorded as tiktok, but the monthly budget at TikTok is not the cap',
} as const;

export type ImportNote = keyof typeof IMPORT_NOTES;

/** By path, in the order of a document. */
export type ImportNotes = ReadonlyMap<DocumentPath, ImportNote>;

/** The last key of a path: `pixel_id`. Unique among all paths. */
export function keyOf(path: DocumentPath): string {
  return path.slice(path.indexOf('.') + 1);
}

/** Top-level keys, each with its paths. */
export const DOCUMENT_KEYS: ReadonlyMap<string, readonly DocumentPath[]> = new Map(
  [...new Set(DOCUMENT_PATHS.map((path) => path.split('.', 1)[0] ?? path))].map((key) => [
    key,
    DOCUMENT_PATHS.filter((path) => path === key || path.startsWith(`${key}.`)),
  ]),
);

/** Lines above a document with values that a pasted config fills in. */
export function hintLines(name: string): readonly string[] {
  return [
    'No API shows some values. To fill them in, copy the config of the layer ("View as JSON") and run:',
    `  reconcile import ${name} --json FILE`,
  ];
}

/** Whether a pasted config can replace the note by a value. */
export function isFillable(path: DocumentPath, note: ImportNote): boolean {
  return (CONFIG_PATHS as readonly string[]).includes(path) && (note === 'hidden' || note === 'token');
}

export function noteLine(key: string, note: ImportNote): string {
  return `# ${key}: ${IMPORT_NOTES[note]}`;
}

/** The line of a key that an import left open; `indent` is group 1, the line end group 3. */
export function openLine(key: string): RegExp {
  return openLineOf(key, Object.values(IMPORT_NOTES));
}

/** Whether a pasted config can fill in a line of the text. */
export function hasFillableLine(text: string): boolean {
  return openLineOf('[a-zA-Z_]+', [IMPORT_NOTES.hidden, IMPORT_NOTES.token]).test(text);
}

function openLineOf(key: string, notes: readonly string[]): RegExp {
  return new RegExp(String.raw`^([ \t]*)# ${key}: (${notes.join('|')})[ \t]*(\r?\n|$)`, 'm');
}
