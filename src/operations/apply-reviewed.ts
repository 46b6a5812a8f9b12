import { type AppliedPlan, applyPlan, markRejected, planMismatch, staleLayers } from '../apply/index.ts';
import { endedHere, journalFile, redactDeep } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import type { Allowance, ApplyOutcome, DesiredLayer, LiveLayer, Plan, Problem, Stale } from '../model/index.ts';
import type { ReadContext, WriteContext } from './context.ts';
import { WAIT_CLAIM_MS } from './duration.ts';
import { type ExitCode, exitCode } from './exit.ts';
import { coversSomething, type Planning, planNow } from './plan-now.ts';
import { type ApplyNotices, replanOf } from './replan.ts';

/** A new plan that can be applied, with the data it was made from. */
export type ReadyPlan<Context extends ReadContext = WriteContext> = {
  readonly state: 'ready';
  readonly plan: Plan;
  readonly context: Context;
  readonly live: readonly LiveLayer[];
  /** Failed reads. Their layers are not in the plan. */
  readonly problems: readonly Problem[];
};

/** A new plan compared with the reviewed one. Nothing has been written. */
export type Replanned<Context extends ReadContext = WriteContext> =
  | ReadyPlan<Context>
  /** No layer could be planned. */
  | { readonly state: 'problems'; readonly problems: readonly Problem[] }
  /** The reviewed plan was made for a different origin, transport or unit. */
  | { readonly state: 'mismatch'; readonly problems: readonly Problem[] }
  | { readonly state: 'stale'; readonly stale: readonly Stale[] }
  | { readonly state: 'refused'; readonly plan: Plan; readonly problems: readonly Problem[] };

/** Result of applying a plan. */
export type ApplyResult = {
  readonly outcome: ApplyOutcome;
  /** Problems that do not belong to one change. The exit code also counts failed reads. */
  readonly problems: readonly Problem[];
  readonly exit: ExitCode;
};

/** Re-plans and compares the result with the reviewed plan. Read-only. */
export async function replan<Context extends ReadContext>(
  context: Context,
  reviewed: Plan | undefined,
  allow: readonly Allowance[],
): Promise<Replanned<Context>> {
  const { plan, live, problems } = await planNow(context, allow, context.workspace.desired, { reviewed });
  if (plan === undefined || !coversSomething(plan)) {
    return { state: 'problems', problems: [...problems, nothingApplied] };
  }
  const mismatch = reviewed === undefined ? [] : planMismatch(reviewed, plan);
  if (mismatch.length > 0) return { state: 'mismatch', problems: mismatch };
  const stale = reviewed === undefined ? [] : staleLayers(reviewed, plan);
  if (stale.length > 0) return { state: 'stale', stale };
  if (plan.refusals.length > 0) return { state: 'refused', plan, problems };
  const marked = reviewed === undefined ? plan : markRejected(plan, reviewed);
  return { state: 'ready', plan: marked, context, live, problems };
}

/**
 * Applies a plan, then re-plans. Of the projects that it wrote to, all layers are read again, and no others.
 *
 * @param waitClaimMs how long to wait for the claim of another run, in milliseconds
 */
export async function applyAndReplan(
  ready: ReadyPlan,
  notices: ApplyNotices,
  machine: Machine,
  waitClaimMs = WAIT_CLAIM_MS,
): Promise<ApplyResult> {
  const { plan, context, live } = ready;
  const names = new Set(plan.layers.map(({ name }) => name));
  const desired = context.workspace.desired.filter(({ name }) => names.has(name));
  const applied = await applyPlan({
    plan,
    desired,
    live,
    writersFor: context.apis.writersFor,
    ...context.identity,
    now: machine.now,
    hasEnded: endedHere(context.workspace.root, machine),
    journal: journalFile(context.workspace.root, machine),
    stop: machine.stop,
    waitClaimMs,
    sleep: (ms, signal) => {
      machine.activity?.waiting(ms, 'the claim of another run');
      return machine.sleep(ms, signal);
    },
    replan: replanOf(plan, context, notices),
    waiting: (project, run) => notices.waiting(waitClaimMs, project, run),
    progress: (done, of) => machine.activity?.task('Applying, projects', done, of),
  });
  // The other layers are as read a moment ago.
  const touched = new Set(applied.touched);
  const kept = live.filter(({ name }) => names.has(name) && !touched.has(name));
  const closing =
    touched.size > 0 ? await closingPlan(context, plan, desired, kept, machine) : { plan, live, problems: [] };
  const problems = [...applied.problems, ...applied.concurrentRuns.map(concurrentRunProblem), ...closing.problems];
  const outcome: ApplyOutcome = {
    sandbox: plan.sandbox,
    unread: plan.unread,
    of: plan.layers.length + plan.unread.length,
    entries: applied.entries,
    changes: applied.plan.layers.flatMap(({ changes }) => changes),
    left: closing.plan,
    verifiedAt: closing.plan === undefined || closing.problems.length > 0 ? undefined : machine.now().toISOString(),
    calls: { sent: context.apis.calls(), forecast: plan.calls.forecast },
    driftLeftAlone: closing.plan?.layers.reduce((sum, { drift }) => sum + drift.length, 0) ?? 0,
    notRecorded: applied.notRecorded,
  };
  return { ...redactDeep({ outcome, problems }, machine), exit: exitOf(applied, [...ready.problems, ...problems]) };
}

/** The outcome if a refusal stops the apply: no change was tried. */
export function notTried(plan: Plan, machine: Pick<Machine, 'now'>): ApplyOutcome {
  const changes = plan.layers.flatMap((layer) => layer.changes);
  return {
    sandbox: plan.sandbox,
    unread: plan.unread,
    of: plan.layers.length + plan.unread.length,
    entries: changes.map(({ id, layer, kind }) => ({ change: id, layer, kind, outcome: 'not tried' })),
    changes,
    left: plan,
    verifiedAt: machine.now().toISOString(),
    calls: { sent: plan.calls.used, forecast: plan.calls.used },
    driftLeftAlone: 0,
    notRecorded: [],
  };
}

/** Skipped if the run is interrupted; the outcome is still reported. */
async function closingPlan(
  context: ReadContext,
  fresh: Plan,
  desired: readonly DesiredLayer[],
  kept: readonly LiveLayer[],
  { stop }: Pick<Machine, 'stop'>,
): Promise<Planning> {
  const unknown: Planning = { plan: undefined, live: [], problems: [] };
  if (stop.aborted) return unknown;
  try {
    return await planNow(context, fresh.allowed, desired, { kept });
  } catch (error) {
    if (stop.aborted) return unknown;
    throw error;
  }
}

function exitOf({ entries, concurrentRuns }: AppliedPlan, problems: readonly Problem[]): ExitCode {
  const codes = new Set([...problems, ...entries.flatMap((entry) => entry.problems ?? [])].map(({ code }) => code));
  const interrupted = entries.some((entry) => entry.problems?.some(({ code }) => code === 'apply/interrupted'));
  return exitCode({
    refused: concurrentRuns.length > 0 || codes.has('apply/stale') || codes.has('apply/concurrent-run'),
    problems: problems.length > 0 || interrupted || entries.some(({ outcome }) => outcome === 'failed'),
    waiting: entries.some(({ outcome }) => outcome === 'waiting'),
  });
}

function concurrentRunProblem({ project, run, until }: AppliedPlan['concurrentRuns'][number]): Problem {
  return {
    code: 'apply/concurrent-run',
    message: `Project ${project} is claimed by another apply: ${run}${until === undefined ? '' : `, until ${until}`}.`,
    remedy:
      until === undefined
        ? 'Run reconcile apply again. If the ledger was removed manually, Layers accepts its first claims again after 24 hours.'
        : 'Run reconcile apply again after that run. The claim of a run that died expires.',
  };
}

const nothingApplied: Problem = {
  code: 'apply/incomplete',
  message: 'Nothing was applied, because no layer could be planned.',
  remedy: 'Resolve the problems above, or pass the documents to apply as paths.',
};
