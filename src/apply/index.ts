import { groupBy, type Plan } from '../model/index.ts';
import { interrupted, notTried } from './apply-layer.ts';
import { applyProject } from './apply-project.ts';
import { pausesFor, runInRounds } from './run-in-rounds.ts';
import type { AppliedPlan, AppliedProject, ApplyInput, LayerTask } from './apply-input.ts';

export { type Confirmation, confirmProject, type StatementResult } from './confirm-project.ts';
export type { Statement } from './check-statement.ts';
export { planMismatch, staleLayers } from './stale-layers.ts';
export type { Writers } from './executors/executor.ts';
export { pausesFor } from './run-in-rounds.ts';
export { markRejected } from './mark-rejected.ts';
export { type Awaited, awaitedChanges } from './awaited.ts';
export type { AppliedPlan, ApplyInput, Replanned } from './apply-input.ts';

const MAX_CONCURRENT_PROJECTS = 4;

/**
 * Applies a plan. Projects run concurrently; those claimed by another run come last. Nothing is rolled back: the next
 * run continues from the live state.
 */
export async function applyPlan(input: ApplyInput): Promise<AppliedPlan> {
  const desiredByName = new Map(input.desired.map((layer) => [layer.name, layer]));
  const liveByName = new Map(input.live.map((layer) => [layer.name, layer]));
  const tasks = input.plan.layers.flatMap((layer): readonly LayerTask[] => {
    const [desired, live] = [desiredByName.get(layer.name), liveByName.get(layer.name)];
    return desired === undefined || live === undefined ? [] : [{ layer, desired, live }];
  });
  const projects = groupBy(tasks, ({ layer }) => layer.project);
  const announced = new Set<string>();
  const { done, taken, stopped } = await runInRounds([...projects], {
    attempt: ([project, group]) => applyProject(input, project, group),
    maxConcurrent: MAX_CONCURRENT_PROJECTS,
    pauses: () => pausesFor(input.waitClaimMs, input),
    onBlocked: (blocked) => {
      if (input.waitClaimMs === 0) return;
      for (const { project, run } of blocked.flatMap(({ concurrentRuns }) => concurrentRuns)) {
        if (!announced.has(project)) input.waiting?.(project, run);
        announced.add(project);
      }
    },
    onDone: (count) => input.progress?.(count, projects.size),
  });
  const applied = inOrder(input.plan, [...done, ...taken]);
  // An interrupted run did not wait until the end, so it blames no other run.
  return stopped ? { ...applied, concurrentRuns: [], problems: [...applied.problems, interrupted] } : applied;
}

/** A project that was written to, or planned again. */
function isTouched(plan: Plan, { wrote, layers }: AppliedProject): boolean {
  return wrote || layers.some((layer) => !plan.layers.includes(layer));
}

function inOrder(plan: Plan, results: readonly AppliedProject[]): AppliedPlan {
  const entryByChange = new Map(results.flatMap((result) => result.entries).map((entry) => [entry.change, entry]));
  const layerByName = new Map(results.flatMap((result) => result.layers).map((layer) => [layer.name, layer]));
  const layers = plan.layers.map((layer) => layerByName.get(layer.name) ?? layer);
  const byProject = (a: { project: string }, b: { project: string }): number => (a.project < b.project ? -1 : 1);
  return {
    plan: { ...plan, layers },
    entries: layers.flatMap((layer) => layer.changes.map((change) => entryByChange.get(change.id) ?? notTried(change))),
    concurrentRuns: results.flatMap((result) => result.concurrentRuns).sort(byProject),
    problems: results.flatMap((result) => result.problems),
    notRecorded: results.flatMap((result) => result.notRecorded).sort(byProject),
    touched: results.flatMap((result) => (isTouched(plan, result) ? result.layers.map(({ name }) => name) : [])),
  };
}
