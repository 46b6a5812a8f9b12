import { CONFIG_PATHS, type DocumentPath } from '../model/index.ts';
import { decode, editMembers, type MemberEdit } from '../yaml/index.ts';
import { DOCUMENT_KEYS, hasFillableLine, hintLines, type ImportNotes, keyOf, openLine } from './import-notes.ts';
import { type DocumentValues, lineOf, linesOfKey } from './imported-text.ts';

const BOM = '\uFEFF';

/** Edits and known values of a document that exists. */
export type DocumentUpdate = {
  readonly name: string;
  readonly edits: readonly MemberEdit[];
  /** Paths to fill in. */
  readonly open: readonly DocumentPath[];
  readonly values: DocumentValues;
  readonly notes: ImportNotes;
};

/**
 * The text of a document with these edits. Lines that an earlier import left open are filled in; nothing else is added.
 * All other bytes stay.
 *
 * @returns `undefined` if the file is not a map in UTF-8
 */
export function updatedText(
  bytes: Uint8Array,
  { name, edits, open, values, notes }: DocumentUpdate,
): string | undefined {
  const decoded = decode(bytes);
  if (!decoded.ok) return undefined;
  const edited = editMembers(decoded.text, edits);
  if (edited === undefined) return undefined;
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? BOM : '';
  return mark + withoutHint(filled(edited, open, values, notes), name);
}

/** Paths of the config whose lines an earlier import left open. */
export function openPaths(bytes: Uint8Array): readonly DocumentPath[] {
  const decoded = decode(bytes);
  if (!decoded.ok) return [];
  const isOpen = (key: string): boolean => openLine(key).test(decoded.text);
  return CONFIG_PATHS.filter((path) => isOpen(keyOf(path)) || isOpen(path.split('.', 1)[0] ?? path));
}

function filled(text: string, open: readonly DocumentPath[], values: DocumentValues, notes: ImportNotes): string {
  let result = text;
  for (const [key, paths] of DOCUMENT_KEYS) {
    if (!paths.some((path) => open.includes(path))) continue;
    result = replaceOpen(result, key, linesOfKey(key, values, notes));
    for (const path of paths.filter((one) => one !== key && open.includes(one))) {
      const isKnown = values.has(path) || notes.has(path);
      result = replaceOpen(result, keyOf(path), isKnown ? [lineOf(path, values, notes)] : []);
    }
  }
  return result;
}

function replaceOpen(text: string, key: string, lines: readonly string[]): string {
  return text.replace(openLine(key), (_, indent: string, __, feed: string) => {
    const end = feed === '' && lines.length > 0 ? '' : feed;
    return lines.map((line) => `${indent}${line}`).join(feed === '' ? '\n' : feed) + (lines.length > 0 ? end : '');
  });
}

/** Once nothing is left to fill in. */
function withoutHint(text: string, name: string): string {
  if (hasFillableLine(text)) return text;
  const lines = hintLines(name).map((line) => `# ${line}`);
  return ['\n', '\r\n'].reduce((rest, feed) => rest.replace(lines.map((line) => line + feed).join(''), ''), text);
}
