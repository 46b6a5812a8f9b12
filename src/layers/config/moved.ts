import {
  canonicalJson,
  canonicalValue,
  type FieldChange,
  type FieldPath,
  type LiveFields,
  type LiveValue,
  type Problem,
  type Value,
} from '../../model/index.ts';

/** A live value that a write depends on. */
export type Rest = { readonly path: FieldPath; readonly live: LiveValue | undefined };

/** The live values that a write depends on: those that it replaces, and its basis. */
export function restsOf(fields: readonly FieldChange[], basis: readonly Rest[]): readonly Rest[] {
  return [...fields.map(({ path, before }) => ({ path, live: before })), ...basis];
}

/**
 * One problem for each live value that changed since it was read. A value that was unknown cannot have changed; neither
 * has a recorded value if the API still does not return one.
 */
export function movedSince(rests: readonly Rest[], now: LiveFields): readonly Problem[] {
  return rests.flatMap(({ path, live: seen }) => {
    const live = now[path];
    if (seen === undefined || seen.provenance === 'unknown') return [];
    if (live === undefined || live.provenance === 'unknown') {
      return seen.provenance === 'api' ? [stale(path, show(seen.value), 'not shown by any API')] : [];
    }
    return same(path, seen.value, live.value) ? [] : [stale(path, show(seen.value), show(live.value))];
  });
}

/** Whether every field has the value that the change sets. */
export function isThere(fields: readonly FieldChange[], now: LiveFields): boolean {
  return fields.every(({ path, after }) => {
    const live = now[path];
    if (live === undefined || live.provenance === 'unknown') return false;
    return same(path, after, live.value);
  });
}

function same(path: FieldPath, one: Value | undefined, other: Value | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(canonicalValue(path, one)) === canonicalJson(canonicalValue(path, other));
}

function stale(path: FieldPath, before: string, now: string): Problem {
  return {
    code: 'apply/stale',
    message: `${path} was ${before} when the plan was made, and is ${now} now.`,
    remedy: 'Make a new plan, and have it reviewed.',
  };
}

function show(value: Value | undefined): string {
  if (value === undefined) return 'absent';
  const text = canonicalJson(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
