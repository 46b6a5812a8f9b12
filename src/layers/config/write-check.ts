import {
  canonicalJson,
  canonicalValue,
  clip,
  type ConfigWrite,
  type ConfigWritten,
  fail,
  type FieldChange,
  type FieldPath,
  type LiveFields,
  ok,
  type Problem,
  type Result,
  type Value,
} from '../../model/index.ts';

type Basis = ConfigWrite['basis'];

/** Already live, `apply/stale` because a live value changed since the plan, or `undefined` if it must be written. */
export function checkWrite({ fields, basis }: ConfigWrite, now: LiveFields): Result<ConfigWritten> | undefined {
  const written = writtenOf(fields, now);
  const replaced = fields.map(({ path, before }) => ({ path, live: before }));
  const stale = staleProblems(written.tookEffect ? basis : [...replaced, ...basis], now);
  if (stale.length > 0) return fail(...stale);
  return written.tookEffect ? ok(written) : undefined;
}

/** The written fields in the current live state. */
export function writtenOf(fields: readonly FieldChange[], now: LiveFields): ConfigWritten {
  const isLive = ({ path, after }: FieldChange): boolean => {
    const live = now[path];
    return live !== undefined && live.provenance !== 'unknown' && isSame(path, after, live.value);
  };
  const shown = fields.flatMap(({ path }) => (now[path] === undefined ? [] : [[path, now[path]]]));
  return { fields: Object.fromEntries(shown), tookEffect: fields.every(isLive) };
}

/**
 * One problem for each live value that changed since it was read. A value that was unknown cannot have changed; neither
 * has a recorded value if the API still does not return one.
 */
function staleProblems(basis: Basis, now: LiveFields): readonly Problem[] {
  return basis.flatMap(({ path, live: before }) => {
    const live = now[path];
    if (before === undefined || before.provenance === 'unknown') return [];
    if (live === undefined || live.provenance === 'unknown') {
      return before.provenance === 'api' ? [stale(path, before.value, 'no longer returned by any API')] : [];
    }
    return isSame(path, before.value, live.value) ? [] : [stale(path, before.value, `now ${show(live.value)}`)];
  });
}

function isSame(path: FieldPath, one: Value | undefined, other: Value | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(canonicalValue(path, one)) === canonicalJson(canonicalValue(path, other));
}

function stale(path: FieldPath, before: Value | undefined, now: string): Problem {
  const message = `${path} was ${show(before)} in the plan and is ${now}.`;
  return { code: 'apply/stale', message, remedy: 'Make a new plan, and have it reviewed.' };
}

function show(value: Value | undefined): string {
  return value === undefined ? 'absent' : clip(canonicalJson(value), 120);
}
