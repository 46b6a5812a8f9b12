import { readLive } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import type { Allowance, DesiredLayer, LiveLayer, Plan, Problem, Result } from '../model/index.ts';
import { makePlan } from '../plan/index.ts';
import { type Identity, identify } from './identity.ts';
import { type ApiAccess, reachApis } from './ports.ts';
import { progress } from './progress.ts';
import { readRecord, recording, replaying, saveRecord } from './tape.ts';
import { openWorkspace, unsetVariables, type Workspace, type WorkspaceOptions } from './workspace.ts';

/** A repository with its APIs in reach: everything that a plan needs besides live state. */
export type Bench = {
  readonly workspace: Workspace;
  readonly apis: ApiAccess;
  readonly identity: Identity;
  /** The machine to go on with: in a replay it is then, not now. */
  readonly machine: Machine;
  /** Saves the record, where one was asked for. */
  readonly close: () => Promise<readonly Problem[]>;
};

export type BenchOptions = WorkspaceOptions & {
  /** A file to keep redacted reads in. */
  readonly record?: string;
  /** A file that `record` kept, to answer from instead of the network. */
  readonly replay?: string;
};

export async function openBench(options: BenchOptions, outside: Machine): Promise<Result<Bench>> {
  const replayed = options.replay === undefined ? undefined : await readRecord(options.replay, outside);
  if (replayed?.ok === false) return replayed;
  const then = replayed?.value;
  const tape = options.record === undefined ? undefined : recording(outside);
  const machine = then === undefined ? (tape?.machine ?? outside) : replaying(then, outside);
  const workspace = await openWorkspace(options, machine);
  if (!workspace.ok) return workspace;
  const { desired, settings, root } = workspace.value;
  const unset = then === undefined ? unsetVariables(desired, machine.env) : [];
  const apis = reachApis(desired, settings, machine);
  if (!apis.ok) return { ok: false, problems: [...unset, ...apis.problems] };
  if (unset.length > 0) return { ok: false, problems: unset };
  const here = await identify(machine, root);
  const identity = then === undefined ? here : { ...here, owner: then.owner };
  const { record } = options;
  const now = machine.now().toISOString();
  return {
    ok: true,
    value: {
      workspace: workspace.value,
      apis: apis.value,
      identity,
      machine,
      close: async () => {
        if (record === undefined || tape === undefined) return [];
        return saveRecord(
          { now, origins: settings.origins, owner: identity.owner, reads: tape.reads() },
          record,
          outside,
        );
      },
    },
  };
}

/** A fresh plan with what it was made from. */
export type Planning = {
  /** `undefined` where the documents contradict what is live. */
  readonly plan: Plan | undefined;
  readonly live: readonly LiveLayer[];
  /** What could not be read, and what contradicts. With problems a plan is not whole: it can be shown, not applied. */
  readonly problems: readonly Problem[];
};

/** Reads live state and makes a plan of it. Changes nothing. */
export async function planNow(
  bench: Bench,
  allow: readonly Allowance[],
  desired: readonly DesiredLayer[] = bench.workspace.desired,
): Promise<Planning> {
  const { machine } = bench;
  const { settings } = bench.workspace;
  const before = bench.apis.calls();
  // A key is asked for its organization once. What a plan takes is told as if it were made on its own.
  const asked = bench.apis.keys();
  const today = machine.now();
  const read = await readLive(desired, bench.apis.portsOf, today, machine.stop, progress(machine, 'Reading layers'));
  const plan = makePlan({
    desired,
    live: read.live,
    settings,
    owner: bench.identity.owner,
    allow,
    today,
    reads: { calls: bench.apis.calls() - before + asked, keys: bench.apis.keys() },
    sandbox: isLoopback(settings.origins.layers) && isLoopback(settings.origins.tiktok),
  });
  const problems = [...read.problems, ...(plan.ok ? [] : plan.problems)];
  return { plan: plan.ok ? plan.value : undefined, live: read.live, problems };
}

/** APIs on this machine are nobody's real money. */
export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
