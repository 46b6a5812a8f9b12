import type { Machine } from '../../machine.ts';
import { type Allowance, fail, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import {
  coversSomething,
  type OpenedSettings,
  openReadContext,
  openSettings,
  planNow,
} from '../../operations/index.ts';
import type { ReviewFacts } from '../../render/index.ts';
import { contextOptions } from '../context.ts';
import type { ActionInputs } from '../inputs.ts';
import type { PullEvent } from './pull-event.ts';
import { readAllowances } from './read-allowances.ts';
import { readMerging } from './read-merging.ts';
import { readShardsIn } from './shard-files.ts';

/** A plan of all layers, and what its page says besides. */
export type MadePlan = {
  readonly plan: Plan;
  readonly review: ReviewFacts;
  readonly notes: readonly string[];
  /** Read failures: those layers are not in the plan. */
  readonly unread: readonly Problem[];
  readonly opened: OpenedSettings;
};

/** Reads live state once: if labels allow refusals, it plans again from the same state. */
export async function makePlan(
  event: PullEvent,
  base: string,
  inputs: ActionInputs,
  machine: Machine,
): Promise<Result<MadePlan>> {
  const options = { ...contextOptions(inputs, machine), base, changed: base, allowInvalidBase: true };
  const runContext = await openReadContext(options, machine);
  if (!runContext.ok) return runContext;
  const planning = await planNow(runContext.value, []);
  const { plan, problems: unread } = planning;
  if (plan === undefined || !coversSomething(plan)) return fail(...unread);
  const opened = runContext.value.workspace;
  const allowing = (allow: readonly Allowance[]) => planning.allowing(allow).plan ?? plan;
  return ok(await withReview({ plan, notes: [], unread, opened }, allowing, { event, base }, inputs, machine));
}

/** One plan of all shards. Sends no requests to Layers or TikTok. */
export async function mergeShards(
  folder: string,
  event: PullEvent,
  base: string,
  inputs: ActionInputs,
  machine: Machine,
): Promise<Result<MadePlan>> {
  const opened = await openSettings(inputs.config, machine);
  if (!opened.ok) return opened;
  const merge = await readShardsIn(folder, base, machine);
  if (!merge.ok) return merge;
  const { plan, problems } = merge.value([]);
  const notes = plan.unread.length === 0 ? [] : ['The jobs of the shards say why layers could not be read.'];
  if (!coversSomething(plan)) return fail(...problems, nothingRead);
  const made = { plan, notes, unread: problems, opened: opened.value };
  const allowing = (allow: readonly Allowance[]) => merge.value(allow).plan;
  return ok(await withReview(made, allowing, { event, base }, inputs, machine));
}

/** Adds what labels allow, and what a merge does. */
async function withReview(
  made: Omit<MadePlan, 'review'>,
  allowing: (allow: readonly Allowance[]) => Plan,
  { event, base }: { readonly event: PullEvent; readonly base: string },
  inputs: ActionInputs,
  machine: Machine,
): Promise<MadePlan> {
  const { plan, opened } = made;
  const notes = plan.base === null ? [...made.notes, INVALID_BASE_NOTE] : made.notes;
  const { allow, labels } =
    plan.refusals.length === 0 ? { allow: [], labels: [] } : await readAllowances(plan.refusals, event, machine);
  const allowed = allow.length === 0 ? plan : allowing(allow);
  const merging = await readMerging(allowed, { event, base, opened }, inputs, machine);
  const planned = { head: event.head, branch: event.baseBranch, base };
  return { ...made, plan: allowed, review: { planned, merging, labels }, notes };
}

const nothingRead: Problem = {
  code: 'plan/shard',
  message: 'No shard could read a layer.',
  remedy: 'The jobs of the shards have the reasons.',
};

const INVALID_BASE_NOTE = 'The base has invalid documents, so every difference is a change.';
