import type { Problem } from '../model/index.ts';
import type { ActionContext } from './context.ts';

/**
 * Records on the newest deployment whether anything is open, so that the next apply begins before it. Problems fail the
 * job, because GitHub would count a successful one as applied.
 *
 * @param commits commits of the branch that this run covers
 * @param open names of updates that are not applied completely: `#7`; empty if everything is settled
 */
export async function recordVerdict(
  commits: ReadonlySet<string>,
  open: readonly string[],
  { deployments, inputs }: ActionContext,
): Promise<readonly Problem[]> {
  const recorded = await deployments.recordVerdict(inputs.environment, commits, open);
  return recorded.ok ? [] : recorded.problems;
}
