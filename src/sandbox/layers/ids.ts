/**
 * An unused id in the form of a ULID. Ids count up, so two runs produce the same ones.
 *
 * @param prefix `job_`, `pa_` and so on
 * @param taken existing ids of this kind
 */
export function freshId(prefix: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  // Ids count up with their number, so the first attempt is nearly always free.
  let n = known.size + 1;
  while (known.has(ulid(prefix, n))) n += 1;
  return ulid(prefix, n);
}

/** `job_01J00000000000000000000001` for 1. */
export function ulid(prefix: string, n: number): string {
  return `${prefix}01J${String(n).padStart(23, '0')}`;
}

/** An unused UUID, counted in the same way. */
export function freshUuid(taken: Iterable<string>): string {
  const known = new Set(taken);
  let n = known.size + 1;
  while (known.has(uuid(n))) n += 1;
  return uuid(n);
}

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
