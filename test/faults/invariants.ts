import type { Change, Entry, Outcome, Plan, Problem } from '../../src/model/index.ts';
import type { LoggedRequest } from '../../src/sandbox/index.ts';
import type { Ran } from '../support/harness.ts';
import { CREDENTIALS } from '../support/worlds.ts';
import { placesOf } from './change-kinds.ts';
import { differing, type FlatWorld } from './flat-world.ts';
import type { Place } from './file-locations.ts';
import type { Scenario } from './scenario.ts';

/** The result of a run without faults: every other run is compared with it. */
export type Clean = {
  readonly plan: Pick<Plan, 'layers'>;
  /** Locations of its layers. */
  readonly places: readonly Place[];
  /** Its output. */
  readonly reported: ReportedChanges;
  readonly before: FlatWorld;
  readonly after: FlatWorld;
  /** Method and path of each write. */
  readonly writes: ReadonlySet<string>;
  readonly exit: number;
  /** The ledgers after two runs. */
  readonly ledgers: string;
  /** The same command once more. */
  readonly again: { readonly exit: number; readonly writes: ReadonlySet<string> };
};

/** Ids of changes, by their result in the output. */
export type ReportedChanges = {
  readonly done: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  /** The changes in its closing plan. */
  readonly left: ReadonlySet<string>;
};

/** A clean run changes what its kinds of change are about, each of them, and nothing else. */
export function planned({ plan, places: layers, before, after }: Clean, { kinds }: Scenario): readonly string[] {
  const all = new Set(kinds ?? plan.layers.flatMap(({ changes }) => changes.map(({ kind }) => kind)));
  const places = [...all].map((kind) => ({ kind, starts: layers.flatMap((one) => placesOf(kind, one)) }));
  const moved = differing(before, after);
  const isIn = (path: string, starts: readonly string[]): boolean => starts.some((start) => path.startsWith(start));
  return [
    ...moved
      .filter((path) => !places.some(({ starts }) => isIn(path, starts)))
      .map((path) => `${path} changes, which is not planned`),
    // A change in the plan of a story can be manual, or done already.
    ...places
      .filter(({ kind, starts }) => kinds?.includes(kind) && !moved.some((path) => isIn(path, starts)))
      .map(({ kind }) => `nothing changes for ${kind}`),
  ];
}

/**
 * Every value is the one before or the one after; each changes at most once, and never back. That holds for all values
 * in both APIs, planned or not.
 */
export function staysWithin(seen: readonly FlatWorld[], { before, after }: Clean): readonly string[] {
  const broken: string[] = [];
  const last = new Map<string, string | undefined>();
  const turns = new Map<string, number>();
  for (const world of seen) {
    for (const path of new Set([...differing(before, world), ...last.keys()])) {
      const [value, was] = [world.get(path), last.has(path) ? last.get(path) : before.get(path)];
      if (value === was) continue;
      last.set(path, value);
      turns.set(path, (turns.get(path) ?? 0) + 1);
      if (value !== before.get(path) && value !== after.get(path))
        broken.push(`${path} was ${value ?? 'absent'}, which is neither before nor after`);
    }
  }
  for (const [path, count] of turns) if (count > 1) broken.push(`${path} changed ${count} times`);
  return broken;
}

/** No write goes where a clean run does not write. */
export function writesWithin(log: readonly LoggedRequest[], { writes }: Clean): readonly string[] {
  const strange = log.filter((request) => request.method !== 'GET' && !writes.has(writeOf(request)));
  return [...new Set(strange.map((request) => `it writes ${writeOf(request)}, which a clean run does not`))];
}

export function writeOf({ method, path }: Pick<LoggedRequest, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The output of `apply --format json`; the other members are not checked. */
type Report = {
  readonly entries: readonly Entry[];
  readonly left: Plan | null;
  readonly verifiedAt: string | null;
};

/**
 * A change that failed although it is live: the response to its write was lost, or the read after it failed. Its
 * problem reports one of these, never that the write was refused.
 */
function mayBeLive({ code, message }: Problem): boolean {
  return /^api\/(unreachable|unreadable)$/.test(code) || (code === 'api/rate-limited' && message.includes('GET '));
}

/** The reported result of each change is true, and the exit code is 0 only if everything is done. */
export function truthful(
  { exit, out, err }: Ran,
  live: FlatWorld,
  clean: Clean,
  scenario: Scenario,
): readonly string[] {
  if (exit === 70) return [`it calls it a fault of its own: ${err.slice(0, 300)}`];
  if (exit !== 0 && `${out}${err}`.trim() === '') return [`it ends with ${exit} and prints nothing`];
  if (scenario.kinds?.length === 0) return [];
  const report = parsed(out);
  if (report === undefined) return exit === 0 ? ['it ends with 0 and has no report'] : [];
  const { entries } = report;
  const wanted = new Map(clean.plan.layers.flatMap(({ changes }) => changes.map((change) => [change.id, change])));
  const outcomes = new Set(entries.map(({ outcome }) => outcome));
  return [
    ...entries.flatMap((entry) => {
      const change = wanted.get(entry.change);
      // If it fails without a fault, such as at a gate, the story itself defines the live state.
      const known = entry.outcome === 'failed' && clean.reported.failed.has(entry.change);
      return change === undefined || known ? [] : entryViolations(entry, stateOf(change, live, clean));
    }),
    ...(report.verifiedAt === null || report.left === null
      ? []
      : closingPlanViolations(report.left, [...wanted.values()], live, clean)),
    ...(exit === 0 && (outcomes.has('failed') || outcomes.has('not tried') || outcomes.has('waiting'))
      ? ['it ends with 0 and not all is done']
      : []),
    ...(exit === 3 && (outcomes.has('failed') || !outcomes.has('waiting'))
      ? ['it ends with 3 and nothing is waiting']
      : []),
    ...(exit === 0 && report.verifiedAt === null ? ['it ends with 0 and has made no closing plan'] : []),
    ...(exit === 1 && !outcomes.has('failed') && err === '' ? ['it ends with 1 without a reason'] : []),
  ];
}

/** `unseen`: a manual step, which is not visible in the world. */
type State = 'live' | 'not live' | 'in between' | 'unseen';

function entryViolations({ change, outcome, problems = [] }: Entry, state: State): readonly string[] {
  if (state === 'unseen') return outcome === 'done' ? [`it calls ${change} done, which only a person can do`] : [];
  switch (outcome) {
    case 'done':
      return state === 'live' ? [] : [`it calls ${change} done, which is ${state}`];
    case 'waiting':
      // A queued write is in the queue of the gate, which is part of the world.
      return state === 'live' ? [] : [`it calls ${change} waiting, and it was not requested`];
    case 'not tried':
      return state === 'not live' ? [] : [`it calls ${change} not tried, which is ${state}`];
    case 'failed':
      if (problems.length === 0) return [`it calls ${change} failed without a reason`];
      return state === 'not live' ||
        problems.some(mayBeLive) ||
        // Of several writes in one change the first are done, and the output reports it.
        (state === 'in between' && problems.some(({ code }) => code === 'apply/partial'))
        ? []
        : [`it calls ${change} failed (${problems.map(({ code }) => code).join(', ')}), which is ${state}`];
    default:
      return outcome satisfies never;
  }
}

/** The closing plan contains exactly the changes that are not live. */
function closingPlanViolations(
  left: Plan,
  changes: readonly Change[],
  live: FlatWorld,
  clean: Clean,
): readonly string[] {
  const open = new Set(left.layers.flatMap((layer) => layer.changes.map(({ id }) => id)));
  return changes.flatMap((change) => {
    const state = stateOf(change, live, clean);
    if (state === 'unseen') return [];
    // A change that a person must accept, or that had no effect, is left although all requests were sent.
    if (open.has(change.id) && state === 'live' && change.step.by === 'api' && !clean.reported.left.has(change.id))
      return [`it shows ${change.id} as left, which is live`];
    // A queued change is left, and is live as far as we could make it so.
    return !open.has(change.id) && state !== 'live' ? [`it shows nothing left of ${change.id}, which is ${state}`] : [];
  });
}

/** A change is live if all values that a clean run changes for it are as after a clean run. */
function stateOf(
  { id, kind, layer }: Change,
  live: FlatWorld,
  { before, after, places, reported: told }: Clean,
): State {
  const starts = places.filter(({ name }) => name === layer).flatMap((one) => placesOf(kind, one));
  const paths = differing(before, after).filter((path) => starts.some((start) => path.startsWith(start)));
  // A person had done it before.
  if (paths.length === 0) return told.done.has(id) ? 'live' : 'unseen';
  if (paths.every((path) => live.get(path) === after.get(path))) return 'live';
  return paths.every((path) => live.get(path) === before.get(path)) ? 'not live' : 'in between';
}

export function reportedIn({ out }: Ran): ReportedChanges {
  const report = parsed(out);
  const having = (outcome: Outcome): ReadonlySet<string> =>
    new Set(report?.entries.filter((entry) => entry.outcome === outcome).map(({ change }) => change));
  const left = report?.left?.layers.flatMap(({ changes }) => changes.map(({ id }) => id));
  return { done: having('done'), failed: having('failed'), left: new Set(left) };
}

function parsed(out: string): Report | undefined {
  try {
    const report = JSON.parse(out) as { readonly format: string } & Report;
    return report.format === 'reconcile-apply' ? report : undefined;
  } catch {
    return undefined;
  }
}

export function printsNoSecret({ out, err }: Ran): readonly string[] {
  return Object.values(CREDENTIALS).some((secret) => out.includes(secret) || err.includes(secret))
    ? ['it prints a secret']
    : [];
}
