import { combine, fail, type Problem, type Result } from '../../model/index.ts';

/** Combines several results: all values, or the problems of all that failed. Problems with the key are listed once. */
export function gather<const T extends readonly Result<unknown>[]>(...results: T) {
  const all = combine(results);
  return all.ok ? all : fail(...onceEach(all.problems));
}

const ABOUT_THE_KEY: ReadonlySet<string> = new Set(['api/unauthenticated', 'api/suspended', 'api/unreachable']);

function onceEach(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    ({ code }, index) => !ABOUT_THE_KEY.has(code) || problems.findIndex((other) => other.code === code) === index,
  );
}
