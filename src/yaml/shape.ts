import type * as z from 'zod/mini';
import { clip, nearest, type ProblemCode } from '../model/index.ts';
import type { Finding } from './finding.ts';
import type { KnownKeys } from './json-schema.ts';
import { keyAt, type Path, pathText, type DocumentNode, plain, spanAt, valueAt } from './nodes.ts';

const MAX_VALUE_CHARS = 60;

/** Terms and codes for one kind of file. */
export type ShapeOptions = {
  /** "A layer document". */
  readonly what: string;
  /** Called only if there is a finding: it reads the whole shape. */
  readonly known: () => KnownKeys;
  /** Keys of ids: a number there lacks its quotes. */
  readonly ids: ReadonlySet<string>;
  readonly codes: { readonly value: ProblemCode; readonly missing: ProblemCode };
  /** Whether a different rule reports a value at this path better. */
  readonly hasOwnRule?: (path: Path) => boolean;
};

/**
 * Differences between a document and its shape. Each part of the shape needs an `error` that ends the sentence "Write
 * …".
 */
export function shapeFindings(root: DocumentNode, shape: z.ZodMiniType, options: ShapeOptions): readonly Finding[] {
  const checked = shape.safeParse(plain(root));
  if (checked.success) return [];
  const unknown = checked.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(root, [...pathOf(issue), key], options))
      : [],
  );
  const meant = new Set(unknown.flatMap(({ path, meant: key }) => (key === undefined ? [] : pathText([...path, key]))));
  const others = checked.error.issues.flatMap((issue): readonly Finding[] => {
    if (issue.code === 'unrecognized_keys') return [];
    const path = pathOf(issue);
    if (issue.code === 'invalid_key') return [wrongKey(root, path, issue.issues[0]?.message ?? issue.message, options)];
    if (valueAt(root, path) !== undefined && options.hasOwnRule?.(path) === true) return [];
    if (valueAt(root, path) !== undefined) return [wrongValue(root, path, issue, options)];
    // Already reported as a typo.
    return meant.has(pathText(path)) ? [] : [missing(root, path, issue.message, options)];
  });
  return [...unknown.map(({ finding }) => finding), ...others];
}

function pathOf(issue: { readonly path: readonly PropertyKey[] }): Path {
  // A document has no symbols.
  return issue.path.filter((step) => typeof step !== 'symbol');
}

/** `meant` is the probable key, `path` the map that contains both. */
function unknownKey(
  root: DocumentNode,
  path: Path,
  options: ShapeOptions,
): { finding: Finding; path: Path; meant?: string } {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const known = options.known();
  const siblings = known.get(generic(parent)) ?? [];
  const meant = nearest(key, siblings);
  const elsewhere = [...known].find(([place, keys]) => place !== generic(parent) && keys.includes(key))?.[0];
  const finding: Finding = {
    code: 'document/unknown-field',
    message: `Unknown field ${JSON.stringify(clipped(pathText(path)))}.`,
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
  if (key === '<<') return 'Merge keys are not part of YAML 1.2. Use a fragment in extends instead.';
  if (meant !== undefined && meant !== key) return `Did you mean ${JSON.stringify(pathText([...parent, meant]))}?`;
  if (elsewhere === '') return `Move ${JSON.stringify(key)} to the top level of the file.`;
  if (elsewhere !== undefined) return `Move ${JSON.stringify(key)} under ${JSON.stringify(elsewhere)}.`;
  return `Remove it. Valid fields here: ${siblings.join(', ')}.`;
}

function wrongKey(root: DocumentNode, path: Path, wants: string, options: ShapeOptions): Finding {
  return {
    code: options.codes.value,
    message: `${clipped(JSON.stringify(String(path.at(-1))))} cannot be a key of ${JSON.stringify(pathText(path.slice(0, -1)))}.`,
    at: keyAt(root, path) ?? spanAt(root, path),
    remedy: `Write ${wants}.`,
  };
}

function missing(root: DocumentNode, path: Path, wants: string, options: ShapeOptions): Finding {
  return {
    code: options.codes.missing,
    message: `The field ${JSON.stringify(pathText(path))} is missing.`,
    at: spanAt(root, path),
    remedy: `Add ${String(path.at(-1))}: ${wants}.`,
  };
}

function wrongValue(root: DocumentNode, path: Path, issue: z.core.$ZodIssue, options: ShapeOptions): Finding {
  const value = valueAt(root, path);
  const at = spanAt(root, path);
  const location = path.length === 0 ? options.what : JSON.stringify(pathText(path));
  if (value?.kind === 'scalar' && isNumber(value.value) && isId(path, options.ids)) {
    return {
      code: 'document/unquoted-id',
      message: `The id ${location} is a number without quotes: ${clipped(value.written)}.`,
      at,
      remedy: isRounded(value.written) ? ROUNDED : `Write it in quotes: "${clipped(value.written)}".`,
    };
  }
  const suggestion =
    issue.code === 'invalid_value' && value?.kind === 'scalar'
      ? nearest(String(value.value), issue.values.map(String))
      : undefined;
  return {
    code: options.codes.value,
    message: `${location} ${faultOf(value, issue)}.`,
    at,
    remedy: suggestion === undefined ? `Write ${issue.message}.` : `Did you mean ${JSON.stringify(suggestion)}?`,
  };
}

/** If a list or map is of the right kind, only its content is at fault. */
function faultOf(value: DocumentNode | undefined, issue: z.core.$ZodIssue): string {
  const items = value?.kind === 'list' ? value.items.map(described) : [];
  const isFilled = items.length > 0 || (value?.kind === 'map' && value.members.size > 0);
  if (!isFilled || isKindWrong(issue)) return `cannot be ${described(value)}`;
  const repeated = items.find((item, index) => items.indexOf(item) !== index);
  // The custom rules of lists require different items.
  return issue.code === 'custom' && repeated !== undefined
    ? `contains ${repeated} more than once`
    : 'has an invalid value';
}

function isKindWrong(issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'invalid_union') return issue.code === 'invalid_type' || issue.code === 'invalid_value';
  // Paths in a branch start at the value of the union.
  return issue.errors.every((branch) => branch.some((inner) => inner.path.length === 0 && isKindWrong(inner)));
}

const ROUNDED = 'Its last digits were rounded, probably by a formatter. Copy the id from its source again, in quotes.';

/**
 * Whether an id may be a rounded number: it has an exponent or a point, has zeros beyond 64-bit precision, or equals
 * such a number exactly. About 1% of correct ids also match, but copying those again does no harm. 12e4567890 is an id,
 * not a number.
 */
function isRounded(written: string): boolean {
  if (!/^\d+$/.test(written)) return Number.isFinite(Number(written));
  if (Number.isSafeInteger(Number(written))) return false;
  return written.replace(/0+$/, '').length <= 17 || BigInt(Number(written)) === BigInt(written);
}

/** A value in a message. */
export function described(value: DocumentNode | undefined): string {
  if (value === undefined) return 'absent';
  if (value.kind === 'map') return value.members.size === 0 ? 'an empty map' : 'a map';
  if (value.kind === 'list') return value.items.length === 0 ? 'an empty list' : 'a list';
  if (value.value === null) return 'empty';
  return clipped(typeof value.value === 'string' ? JSON.stringify(value.value) : value.written);
}

function clipped(text: string): string {
  return clip(text, MAX_VALUE_CHARS);
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
