import { awaitedChanges, type Awaited } from '../apply/index.ts';
import type { Machine } from '../machine.ts';
import type { Change, LiveLayer, Plan, PlannedLayer, Problem } from '../model/index.ts';
import { applyAndReplan, type ApplyResult, type ReadyPlan } from './apply-reviewed.ts';
import { EXIT, exitCode } from './exit.ts';
import { mergeResults } from './merge-results.ts';
import { layersOf } from './plan-now.ts';
import { type ApplyNotices, replanOf } from './replan.ts';

export type WaitNotices = ApplyNotices & {
  /** Called when the wait begins or its reasons change, and every 5 minutes. `leftMs`: the rest of the wait. */
  readonly awaiting: (awaited: readonly Awaited[], leftMs: number) => void;
  /** Called once if the time is over. */
  readonly overdue: (awaited: readonly Awaited[], waitMs: number) => void;
};

/** Gentle to rate limits, and quick after the first acceptance. */
const PAUSES_MS: readonly number[] = [15_000, 20_000, 30_000, 45_000];
const MAX_PAUSE_MS = 60_000;
/** Approvals can take a day. */
const LONG_WAIT_MS = 60 * 60_000;
const LONG_PAUSE_MS = 5 * 60_000;
const REPORT_INTERVAL_MS = 5 * 60_000;

/**
 * Applies a plan, then waits for what becomes visible by itself, and continues with the changes that depend on it, from
 * the same reviewed plan. Layers that failed are not tried again.
 *
 * No claim is held during a wait: each round records its outcome, releases the claim, and the next one starts from the
 * ledger as it is then. So another run or a person can write in between; what the reviewed plan rests on must be
 * unchanged, otherwise the layer is stale. An interrupt ends the wait; a later run continues from live state.
 *
 * @param reviewed the saved plan, or the one that was approved
 * @param waitMs the longest wait of all rounds, in milliseconds
 */
export async function applyAndWait(
  ready: ReadyPlan,
  reviewed: Plan,
  waitMs: number,
  notices: WaitNotices,
  machine: Machine,
  waitClaimMs?: number,
): Promise<ApplyResult> {
  const result = await applyAndReplan(ready, notices, machine, waitClaimMs);
  return waitAndContinue({ ready, reviewed, result }, waitMs, notices, machine, waitClaimMs);
}

/** A plan that was applied, and can be continued. */
export type Continuable = { readonly ready: ReadyPlan; readonly reviewed: Plan; readonly result: ApplyResult };

/** The same for a plan that was applied a moment ago. */
export async function waitAndContinue(
  { ready, reviewed, result: applied }: Continuable,
  waitMs: number,
  notices: WaitNotices,
  machine: Machine,
  waitClaimMs?: number,
): Promise<ApplyResult> {
  let result = applied;
  const pause = pausesUntil(waitMs, machine);
  for (;;) {
    const awaited = awaitedIn(result);
    if (awaited.length === 0 || machine.stop.aborted) return result;
    const next = await readUntilChanged(ready, reviewed, result, awaited, pause, notices);
    if (next.state === 'ended') {
      if (next.isOver) notices.overdue(awaited, waitMs);
      return withProblems(result, next.problems);
    }
    const again = { ...ready, problems: [], live: next.live, plan: { ...ready.plan, layers: next.layers } };
    const round = await applyAndReplan(again, notices, machine, waitClaimMs);
    result = mergeResults(withProblems(result, next.problems), round);
    pause.restart();
  }
}

/** Of layers without a failure: a failed layer stops, and a later run tries it again. */
function awaitedIn({ outcome: { entries, changes } }: ApplyResult): readonly Awaited[] {
  const failed = new Set(entries.filter(({ outcome }) => outcome === 'failed').map(({ layer }) => layer));
  return awaitedChanges(entries, changes).filter(({ layer }) => !failed.has(layer));
}

type Next =
  | { readonly state: 'ended'; readonly isOver: boolean; readonly problems: readonly Problem[] }
  | {
      readonly state: 'changed';
      readonly layers: Plan['layers'];
      readonly live: readonly LiveLayer[];
      /** Of layers that became stale in between. */
      readonly problems: readonly Problem[];
    };

/** Plans the waiting layers again until one differs. A failed read is repeated; if it is the last one, it is reported. */
async function readUntilChanged(
  ready: ReadyPlan,
  reviewed: Plan,
  result: ApplyResult,
  awaited: readonly Awaited[],
  pause: Pauses,
  notices: WaitNotices,
): Promise<Next> {
  const replan = replanOf(reviewed, ready.context, notices);
  const known = new Map(result.outcome.left?.layers.map(({ name, digest }) => [name, digest]));
  let names = [...new Set(awaited.map(({ layer }) => layer))];
  let failures: readonly Problem[] = [];
  const stale: Problem[] = [];
  for (;;) {
    const isWaiting = ({ layer }: Awaited) => names.includes(layer);
    if (pause.isReportDue()) notices.awaiting(awaited.filter(isWaiting), pause.leftMs());
    const paused = await pause.next();
    if (paused !== 'again') return { state: 'ended', isOver: paused === 'over', problems: [...stale, ...failures] };
    const again = await replan(names);
    if (again.state === 'failed') {
      failures = again.problems.filter(({ code }) => code !== 'apply/stale');
      const moved = again.problems.filter(({ code }) => code === 'apply/stale');
      stale.push(...moved);
      const stopped = new Set(moved.flatMap(layersOf));
      const left = names.filter((name) => !stopped.has(name));
      // A refusal of a sum concerns no single layer.
      if (left.length === 0 || (moved.length > 0 && left.length === names.length))
        return { state: 'ended', isOver: false, problems: stale };
      names = left;
      continue;
    }
    failures = [];
    const rests = again.plan.layers.filter((layer) => restsOnStatement(layer, reviewed)).map(({ name }) => name);
    names = names.filter((name) => !rests.includes(name));
    const changed = again.plan.layers.filter(({ name, digest }) => names.includes(name) && known.get(name) !== digest);
    if (names.length === 0) return { state: 'ended', isOver: false, problems: stale };
    if (changed.length > 0) return { state: 'changed', layers: changed, live: again.live, problems: stale };
  }
}

/**
 * Whether a layer that was new at its review now has an ad account: the reviewed steps that no API shows are up to a
 * person's statement, and nothing more becomes visible before it.
 */
function restsOnStatement({ name, changes }: PlannedLayer, reviewed: Plan): boolean {
  const before = reviewed.layers.find((layer) => layer.name === name)?.changes ?? [];
  const adopts = (all: readonly Change[]) => all.some(({ kind }) => kind === 'adopt');
  return adopts(changes) && !adopts(before);
}

type Pauses = {
  readonly next: () => Promise<'again' | 'over' | 'stopped'>;
  readonly restart: () => void;
  readonly leftMs: () => number;
  readonly isReportDue: () => boolean;
};

/** Also counts the pauses themselves: the clock of a sandbox may not run. */
type PauseMachine = Pick<Machine, 'now' | 'sleep' | 'stop' | 'activity'>;

function pausesUntil(waitMs: number, { now, sleep, stop, activity }: PauseMachine): Pauses {
  const startedAt = now().getTime();
  let [slept, count, reportAt] = [0, 0, 0];
  const elapsed = () => Math.max(now().getTime() - startedAt, slept);
  const leftMs = () => Math.max(0, waitMs - elapsed());
  return {
    leftMs,
    restart: () => {
      count = 0;
      reportAt = 0;
    },
    isReportDue: () => {
      if (elapsed() < reportAt) return false;
      reportAt = elapsed() + REPORT_INTERVAL_MS;
      return true;
    },
    next: async () => {
      const longest = elapsed() < LONG_WAIT_MS ? MAX_PAUSE_MS : LONG_PAUSE_MS;
      const ms = Math.min(leftMs(), PAUSES_MS[count] ?? longest);
      if (ms === 0) return 'over';
      activity?.waiting(ms, 'a person or an approval');
      try {
        await sleep(ms, stop);
      } catch (error) {
        if (!stop.aborted) throw error;
      }
      slept += ms;
      count += 1;
      return stop.aborted ? 'stopped' : 'again';
    },
  };
}

function withProblems(result: ApplyResult, problems: readonly Problem[]): ApplyResult {
  if (problems.length === 0) return result;
  return {
    ...result,
    problems: [...result.problems, ...problems],
    exit: exitCode({
      refused: result.exit === EXIT.refused || problems.some(({ code }) => code === 'apply/stale'),
      problems: true,
    }),
  };
}
