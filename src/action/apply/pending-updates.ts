import type { Problem, Result } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { readBranchUpdates } from './branch-updates.ts';
import type { ActionContext } from '../context.ts';
import { type Range, readRange } from './range.ts';
import type { BranchUpdate } from '../review/assign-layers.ts';
import { publishProblems } from '../publish-problems.ts';

/** What came onto the branch since the last successful deployment, and who brought it. */
export type PendingUpdates = { readonly range: Range; readonly updates: readonly BranchUpdate[] };

/**
 * Reads what there is to apply, from git and from GitHub.
 *
 * @param before what a push says the branch was
 * @param against what speaks against going on from there
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
  if (problems.length > 0) return { ok: false, problems };
  const updates = await readBranchUpdates(range.value, branch, context);
  return updates.ok ? { ok: true, value: { range: range.value, updates: updates.value } } : updates;
}

/** Tells what stands in the way: what nobody reviewed is refused, anything else is a problem. */
export async function stopped(
  problems: readonly Problem[],
  { publish, machine }: Pick<ActionContext, 'publish' | 'machine'>,
): Promise<ExitCode> {
  await publishProblems(problems, publish, machine);
  return problems.some(({ code }) => code === 'github/not-reviewed') ? EXIT.refused : EXIT.problems;
}
