import {
  canonicalJson,
  canonicalValue,
  type FieldChange,
  type FieldPath,
  type LiveValue,
  type Value,
} from '../model/index.ts';
import type { Pair } from './pair.ts';

export const UNKNOWN: LiveValue = { provenance: 'unknown' };

export function liveAt(pair: Pick<Pair, 'live'>, path: FieldPath): LiveValue {
  return pair.live.fields[path] ?? UNKNOWN;
}

/**
 * Differences in some fields. A field without a desired value is not a difference; one with an unknown live value is,
 * because assuming equality would be a guess.
 */
export function compare(pair: Pair, paths: readonly FieldPath[]): readonly FieldChange[] {
  return paths.flatMap((path): readonly FieldChange[] => {
    const wanted = pair.desiredWire[path];
    const before = liveAt(pair, path);
    if (wanted === undefined) return [];
    // Adding nothing is not a change, whatever is live.
    if (ADDITIVE.has(path) && Array.isArray(wanted) && wanted.length === 0) return [];
    const after = ADDITIVE.has(path) ? union(before, wanted) : wanted;
    if (before.provenance !== 'unknown' && sameValue(path, before.value, after)) return [];
    return [{ path, before, after }];
  });
}

/** The differences made by the diff between base and documents. Without a base, all. */
export function changedByDiff(pair: Pair, differing: readonly FieldChange[]): readonly FieldChange[] {
  const { base } = pair;
  if (base === undefined || base === 'new') return differing;
  return differing.filter(({ path }) => !sameValue(path, base[path], pair.desiredWire[path]));
}

/**
 * Whether two values of a field are equivalent. A missing event map equals an empty one: neither overrides anything.
 */
export function sameValue(path: FieldPath, a: Value | undefined, b: Value | undefined): boolean {
  const [left, right] = [meaning(path, a), meaning(path, b)];
  if (left === undefined || right === undefined) return left === right;
  return canonicalJson(left) === canonicalJson(right);
}

function meaning(path: FieldPath, value: Value | undefined): Value | undefined {
  if (path === 'capi.event_map') return value ?? {};
  if (path === 'partnership') return withoutRole(value);
  return value === undefined ? undefined : canonicalValue(path, value);
}

/** The role cannot be read back: a row proves only that the account is shared. */
function withoutRole(value: Value | undefined): Value | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'role'));
}

/** Entries of a document are added to the live ones; other live entries are kept. */
const ADDITIVE: ReadonlySet<FieldPath> = new Set(['spark', 'sharing.identities']);

function union(before: LiveValue, wanted: Value): Value {
  if (before.provenance === 'unknown' || !Array.isArray(before.value) || !Array.isArray(wanted)) return wanted;
  const there = before.value as readonly Value[];
  const known = new Set(there.map(identity));
  return [...there, ...(wanted as readonly Value[]).filter((entry) => !known.has(identity(entry)))];
}

/** Identity of an entry. A post keeps it if its TikTok item is added, because the item is only checked. */
function identity(entry: Value): string {
  const post = typeof entry === 'object' && entry !== null && 'post' in entry ? entry.post : undefined;
  return canonicalJson(post ?? entry);
}
