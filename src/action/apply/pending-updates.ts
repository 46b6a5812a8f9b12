import { fail, ok, type Problem, type Result } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { readBranchUpdates } from './branch-updates.ts';
import type { ActionContext } from '../context.ts';
import { type Range, readRange } from './range.ts';
import type { BranchUpdate } from '../review/assign-layers.ts';
import { publishProblems } from '../publish-problems.ts';

/** Updates of the branch since the last successful deployment. */
export type PendingUpdates = { readonly range: Range; readonly updates: readonly BranchUpdate[] };

/**
 * Reads from git and GitHub what is to be applied.
 *
 * @param before commit of the branch before the push, according to the event
 * @param against returns problems that rule out starting from this range
 */
export async function readPendingUpdates(
  branch: string,
  before: string | undefined,
  context: ActionContext,
  against: (range: Range) => readonly Problem[] = () => [],
): Promise<Result<PendingUpdates>> {
  const { repository, inputs, opened, machine } = context;
  const deployed = await repository.lastDeployed(inputs.environment);
  if (!deployed.ok) return deployed;
  const range = await readRange(opened.root, deployed.value, before, machine);
  if (!range.ok) return range;
  const problems = against(range.value);
  if (problems.length > 0) return fail(...problems);
  const updates = await readBranchUpdates(range.value, branch, context);
  return updates.ok ? ok({ range: range.value, updates: updates.value }) : updates;
}

/** Publishes the problems. Exits with "refused" if one is an unreviewed change. */
export async function stopped(
  problems: readonly Problem[],
  { publish, machine }: Pick<ActionContext, 'publish' | 'machine'>,
): Promise<ExitCode> {
  await publishProblems(problems, publish, machine);
  return problems.some(({ code }) => code === 'github/not-reviewed') ? EXIT.refused : EXIT.problems;
}
