import {
  canonicalJson,
  canonicalValue,
  changeAt,
  type DesiredLayer,
  type FieldChange,
  type FieldPath,
  FIELDS,
  type FieldValues,
  type LiveField,
  type LiveValue,
  type Location,
  type Value,
} from '../model/index.ts';
import { findEach } from './find-all.ts';
import type { KnownPair, Pair } from './pair.ts';

const UNKNOWN = { provenance: 'unknown' } as const;

export function liveAt<P extends FieldPath>(pair: Pick<Pair, 'live'>, path: P): LiveField<P> {
  return pair.live.fields[path] ?? UNKNOWN;
}

/** Fields that are derived from another one of the document. */
const SOURCES: Partial<Record<FieldPath, FieldPath>> = {
  partnership: 'adAccountId',
  pixelLink: 'capi.pixel_id',
  pixelShare: 'capi.pixel_id',
  accountBudget: 'monthlyCostCap',
  'spark.authorised': 'spark',
  'campaigns.running': 'state',
};

/**
 * A field without a desired value does not differ; one with an unknown live value does, because equality would be a
 * guess.
 */
export function compare<P extends FieldPath>(pair: KnownPair, paths: readonly P[]): readonly FieldChange<P>[] {
  return findEach(paths, (path) => difference(pair, path));
}

function difference<P extends FieldPath>(pair: KnownPair, path: P): FieldChange<P> | undefined {
  const desired: FieldValues[P] | undefined = pair.desiredWire[path];
  if (desired === undefined) return undefined;
  const before = liveAt(pair, path);
  // Most values of a plan are equal texts.
  if (before.provenance !== 'unknown' && before.value === desired) return undefined;
  // Adding nothing is not a change, whatever is live.
  if (isAdditive(path) && Array.isArray(desired) && desired.length === 0) return undefined;
  const after = isAdditive(path) ? union<FieldValues[P]>(before, desired) : desired;
  if (before.provenance !== 'unknown' && sameValue(path, before.value, after)) return undefined;
  const source = sourceOf(pair.desired, path);
  return { path, before, after, ...(source && { source }) };
}

/** Location of the value, also if it is inherited or derived from another field; `undefined` if no document has it. */
export function sourceOf({ location }: Pick<DesiredLayer, 'location'>, path: FieldPath): Location | undefined {
  return location[SOURCES[path] ?? path];
}

/** Differences to plan in some fields. */
export function toPlanIn<P extends FieldPath>({ toPlan }: Pair, paths: readonly P[]): readonly FieldChange<P>[] {
  return findEach(paths, (path) => changeAt(toPlan, path));
}

/** Whether the diff between base and documents makes the difference in this field. Without a base, always. */
export function isInDiff({ base, desiredWire }: KnownPair, path: FieldPath): boolean {
  return base === undefined || base === 'new' || !sameValue(path, base[path], desiredWire[path]);
}

/** A missing event map equals an empty one: neither overrides anything. */
export function sameValue(path: FieldPath, a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isScalar(a) && isScalar(b)) return false;
  const left = meaning(path, a);
  const right = meaning(path, b);
  if (left === undefined || right === undefined) return left === right;
  return canonicalJson(left) === canonicalJson(right);
}

function isScalar(value: Value | undefined): boolean {
  return value !== undefined && typeof value !== 'object';
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

function isAdditive(path: FieldPath): boolean {
  return FIELDS[path].list === 'additive';
}

/** Live entries, then the missing ones of the document. */
function union<V extends Value>(before: LiveValue, desired: V): V {
  if (before.provenance === 'unknown' || !isList(before.value) || !isList(desired)) return desired;
  const known = new Set(before.value.map(identity));
  const added = desired.filter((entry) => !known.has(identity(entry)));
  // Both are lists of one field.
  return [...before.value, ...added] as Value as V;
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** A post stays the same if its TikTok item is added, because the item is only checked. */
function identity(entry: Value): string {
  const post = typeof entry === 'object' && entry !== null && 'post' in entry ? entry.post : undefined;
  return canonicalJson(post ?? entry);
}
