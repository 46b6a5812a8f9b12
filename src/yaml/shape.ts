import type { z } from 'zod';
import { nearest, type ProblemCode } from '../model/index.ts';
import type { Finding } from './finding.ts';
import type { KnownKeys } from './json-schema.ts';
import { keyAt, type Path, pathText, type DocumentNode, plain, spanAt, valueAt } from './placed.ts';

/** Terms and codes of the findings for one kind of document. */
export type ShapeWords = {
  /** "A layer document". */
  readonly what: string;
  readonly known: KnownKeys;
  /** Keys whose values are ids: a number there lacks its quotes. */
  readonly ids: ReadonlySet<string>;
  readonly codes: { readonly value: ProblemCode; readonly missing: ProblemCode };
  /** Whether a different rule reports the value at this path better; if so, it is skipped here. */
  readonly spokenFor?: (path: Path) => boolean;
};

/**
 * Differences between a document and its shape. Every part of the shape needs its own `error`, which ends the sentence
 * "it must be …".
 */
export function shapeFindings(root: DocumentNode, shape: z.ZodType, words: ShapeWords): readonly Finding[] {
  const checked = shape.safeParse(plain(root));
  if (checked.success) return [];
  const unknown = checked.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(root, [...pathOf(issue), key], words)) : [],
  );
  const meant = new Set(unknown.flatMap(({ path, meant: key }) => (key === undefined ? [] : pathText([...path, key]))));
  const others = checked.error.issues.flatMap((issue): readonly Finding[] => {
    if (issue.code === 'unrecognized_keys') return [];
    const path = pathOf(issue);
    if (issue.code === 'invalid_key') return [wrongKey(root, path, issue.issues[0]?.message ?? issue.message, words)];
    if (valueAt(root, path) !== undefined && words.spokenFor?.(path) === true) return [];
    if (valueAt(root, path) !== undefined) return [wrongValue(root, path, issue, words)];
    // The key exists with a typo, which is already reported.
    return meant.has(pathText(path)) ? [] : [missing(root, path, issue.message, words)];
  });
  return [...unknown.map(({ finding }) => finding), ...others];
}

function pathOf(issue: { readonly path: readonly PropertyKey[] }): Path {
  // A document has no symbols.
  return issue.path.filter((step) => typeof step !== 'symbol');
}

/** `meant` is the key that was probably meant, `path` the map that contains both. */
function unknownKey(
  root: DocumentNode,
  path: Path,
  words: ShapeWords,
): { finding: Finding; path: Path; meant?: string } {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const siblings = words.known.get(generic(parent)) ?? [];
  const meant = nearest(key, siblings);
  const elsewhere = [...words.known].find(([place, keys]) => place !== generic(parent) && keys.includes(key))?.[0];
  const finding: Finding = {
    code: 'document/unknown-field',
    message: `${words.what} has no field ${JSON.stringify(clipped(pathText(path)))}.`,
    at: keyAt(root, path) ?? spanAt(root, path),
    remedy: remedyFor(key, parent, siblings, meant, elsewhere),
  };
  return { finding, path: parent, ...(meant !== undefined && { meant }) };
}

function remedyFor(
  key: string,
  parent: Path,
  siblings: readonly string[],
  meant: string | undefined,
  elsewhere: string | undefined,
): string {
  if (key === '<<') return 'Merge keys are not part of YAML 1.2: name a fragment in extends instead.';
  if (meant !== undefined && meant !== key) return `Did you mean ${JSON.stringify(pathText([...parent, meant]))}?`;
  if (elsewhere === '') return `${JSON.stringify(key)} stands at the top of the document: move it there.`;
  if (elsewhere !== undefined)
    return `${JSON.stringify(key)} stands under ${JSON.stringify(elsewhere)}: move it there.`;
  return `Remove it. The fields here are ${siblings.join(', ')}.`;
}

function wrongKey(root: DocumentNode, path: Path, wants: string, words: ShapeWords): Finding {
  return {
    code: words.codes.value,
    message: `The key ${found(JSON.stringify(String(path.at(-1))))} in ${pathText(path.slice(0, -1))} must be ${wants}.`,
    at: keyAt(root, path) ?? spanAt(root, path),
    remedy: `Write ${wants}.`,
  };
}

function missing(root: DocumentNode, path: Path, wants: string, words: ShapeWords): Finding {
  return {
    code: words.codes.missing,
    message: `${words.what} lacks ${JSON.stringify(pathText(path))}.`,
    at: spanAt(root, path),
    remedy: `Add ${String(path.at(-1))}: ${wants}.`,
  };
}

function wrongValue(root: DocumentNode, path: Path, issue: z.core.$ZodIssue, words: ShapeWords): Finding {
  const value = valueAt(root, path);
  const at = spanAt(root, path);
  const location = path.length === 0 ? words.what : JSON.stringify(pathText(path));
  if (value?.kind === 'scalar' && isNumber(value.value) && isId(path, words.ids)) {
    return {
      code: 'document/unquoted-id',
      message: `The id ${location} is written as the number ${found(value.written)}, without quotes.`,
      at,
      remedy: isRounded(value.written) ? ROUNDED : `Write it in quotes: "${found(value.written)}".`,
    };
  }
  const suggestion =
    issue.code === 'invalid_value' && value?.kind === 'scalar'
      ? nearest(String(value.value), issue.values.map(String))
      : undefined;
  return {
    code: words.codes.value,
    message: `${location} is ${described(value)}; it must be ${issue.message}.`,
    at,
    remedy: suggestion === undefined ? `Write ${issue.message}.` : `Did you mean ${JSON.stringify(suggestion)}?`,
  };
}

const ROUNDED = 'Its last digits were rounded, probably by a formatter. Copy the id from its source again, in quotes.';

/**
 * Whether the digits of an id may be a rounded number: with an exponent or a point, with zeros beyond the precision of
 * a 64-bit number, or exactly equal to such a number. About one in a hundred correct ids also matches, but copying it
 * again does no harm. An id of letters and digits such as 12e4567890 is not a number.
 */
function isRounded(written: string): boolean {
  if (!/^\d+$/.test(written)) return Number.isFinite(Number(written));
  if (Number.isSafeInteger(Number(written))) return false;
  return written.replace(/0+$/, '').length <= 17 || BigInt(Number(written)) === BigInt(written);
}

/** A short description of a value for a message. */
export function described(value: DocumentNode | undefined): string {
  if (value === undefined) return 'absent';
  if (value.kind === 'map') return value.members.size === 0 ? 'an empty map' : 'a map';
  if (value.kind === 'list') return value.items.length === 0 ? 'an empty list' : 'a list';
  if (value.value === null) return 'empty';
  return found(typeof value.value === 'string' ? JSON.stringify(value.value) : value.written);
}

function found(text: string): string {
  return clipped(text);
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isId(path: Path, ids: ReadonlySet<string>): boolean {
  return ids.has(String(path.findLast((step) => typeof step === 'string')));
}

/** Converts `spark[0].post` to `spark[].post`. */
function generic(path: Path): string {
  return pathText(path).replace(/\[\d+\]/g, '[]');
}
