import type { Problem, Result } from '../../model/index.ts';

/** Combines several results: all values, or the problems of all that failed. Problems with the key are listed once. */
export function gather<T extends readonly Result<unknown>[]>(...results: T): Result<Values<T>> {
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return { ok: false, problems: onceEach(problems) };
  const values = results.flatMap((result) => (result.ok ? [result.value] : []));
  // All are ok, so there is one value per result, in the same order.
  return { ok: true, value: values as unknown as Values<T> };
}

type Values<T extends readonly Result<unknown>[]> = { [K in keyof T]: T[K] extends Result<infer V> ? V : never };

const ABOUT_THE_KEY: ReadonlySet<string> = new Set(['api/unauthenticated', 'api/suspended', 'api/unreachable']);

function onceEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    ({ code }, index) => !ABOUT_THE_KEY.has(code) || problems.findIndex((other) => other.code === code) === index,
  );
}
