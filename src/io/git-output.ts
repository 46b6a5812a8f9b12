import type { Machine } from '../machine.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { gitProblem } from './git-problem.ts';

/**
 * Only plumbing is used, because users configure the rest. External names follow `--end-of-options`, so they never name
 * an option. A failure is a problem, never an empty answer.
 */
export type GitMachine = Pick<Machine, 'git'>;

/** `undefined` if git answers "no". */
export async function output(
  args: readonly string[],
  folder: string,
  machine: GitMachine,
): Promise<Result<string | undefined>> {
  const answer = await machine.git(args, folder);
  if (answer.ok) return ok(answer.stdout);
  return answer.why === 'no' ? ok(undefined) : fail(gitProblem(answer.why, folder));
}

/** Names of folders may end in spaces. */
export async function line(
  args: readonly string[],
  folder: string,
  machine: GitMachine,
): Promise<Result<string | undefined>> {
  const answer = await output(args, folder, machine);
  return answer.ok ? ok(answer.value?.replace(/\r?\n$/, '')) : answer;
}

export function unparsableOutput(folder: string): Result<never> {
  return fail(gitProblem('unparsable', folder));
}
