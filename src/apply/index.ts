import type { Plan } from '../model/index.ts';
import { interrupted, notTried } from './apply-layer.ts';
import { applyProject } from './apply-project.ts';
import { pausesFor, runInRounds } from './run-in-rounds.ts';
import type { AppliedPlan, AppliedProject, ApplyInput, LayerTask } from './apply-input.ts';

export { type Confirmation, confirmLayer } from './confirm-layer.ts';
export { planMismatch, staleLayers } from './stale.ts';
export type { Writers } from './executors/executor.ts';
export { pausesFor } from './run-in-rounds.ts';
export { markRejected } from './mark-rejected.ts';
export type { AppliedPlan, ApplyInput, Replanned } from './apply-input.ts';

/** Projects share nothing, so several can be applied at a time. */
const MAX_CONCURRENT_PROJECTS = 4;

/**
 * Applies a plan. Projects run concurrently; those claimed by another run come last. Within a project, the layers are
 * applied in order under one claim, and the ledger is written at the end, also after a failure. Nothing is rolled back:
 * the next run continues from the live state.
 */
export async function applyPlan(input: ApplyInput): Promise<AppliedPlan> {
  const desired = new Map(input.desired.map((layer) => [layer.name, layer]));
  const live = new Map(input.live.map((layer) => [layer.name, layer]));
  const projects = new Map<string, LayerTask[]>();
  for (const layer of input.plan.layers) {
    const [wish, seen] = [desired.get(layer.name), live.get(layer.name)];
    if (wish === undefined || seen === undefined) continue;
    projects.set(layer.project, [...(projects.get(layer.project) ?? []), { layer, desired: wish, live: seen }]);
  }
  const named = new Set<string>();
  const { settled, late, stopped } = await runInRounds([...projects], {
    attempt: async ([project, works]) => {
      const result = await applyProject(input, project, works);
      return { taken: result.taken, result };
    },
    lanes: MAX_CONCURRENT_PROJECTS,
    patience: () => pausesFor(input.waitClaimMs, input),
    waiting: (found) => {
      if (input.waitClaimMs === 0) return;
      for (const { project, run } of found.flatMap(({ result }) => result.concurrentRuns)) {
        if (!named.has(project)) input.waiting?.(project, run);
        named.add(project);
      }
    },
    progress: (done) => input.progress?.(done, projects.size),
  });
  const given = inOrder(input.plan, [...settled, ...late]);
  // An interrupted run did not wait until the end, so it blames no other run.
  return stopped ? { ...given, concurrentRuns: [], problems: [...given.problems, interrupted] } : given;
}

function inOrder(plan: Plan, results: readonly AppliedProject[]): AppliedPlan {
  const entries = new Map(results.flatMap((result) => result.entries).map((entry) => [entry.change, entry]));
  const byProject = (a: { project: string }, b: { project: string }): number => (a.project < b.project ? -1 : 1);
  const carried = new Map(results.flatMap(({ layers }) => layers).map((layer) => [layer.name, layer]));
  const layers = plan.layers.map((layer) => carried.get(layer.name) ?? layer);
  return {
    plan: { ...plan, layers },
    entries: layers.flatMap((layer) => layer.changes.map((change) => entries.get(change.id) ?? notTried(change))),
    concurrentRuns: results.flatMap((result) => result.concurrentRuns).sort(byProject),
    problems: results.flatMap((result) => result.problems),
    notRecorded: results.flatMap((result) => result.notRecorded).sort(byProject),
    wrote: results.some((result) => result.wrote),
  };
}
