import { resolve } from 'node:path';
import type { Output } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { groupBy, type Problem } from '../model/index.ts';

/** A problem if two options name one file. */
export function sameFile(files: readonly Output[], { cwd }: Pick<Machine, 'cwd'>): Problem | undefined {
  const groups = [...groupBy(files, ({ path }) => resolve(cwd, path)).values()];
  const [first, second] = groups.find((group) => group.length > 1) ?? [];
  if (first === undefined || second === undefined) return undefined;
  return {
    code: 'cli/usage',
    message: `${first.option} and ${second.option} have the same file.`,
    remedy: 'Use a different file for one of them.',
  };
}
