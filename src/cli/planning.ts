import { readLive } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import type { Allowance, DesiredLayer, LiveLayer, Plan, Problem, Result } from '../model/index.ts';
import { makePlan } from '../plan/index.ts';
import { type Identity, identify } from './identity.ts';
import { type ApiAccess, reachApis } from './ports.ts';
import { progress } from './progress.ts';
import { openWorkspace, unsetVariables, type Workspace, type WorkspaceOptions } from './workspace.ts';

/** A repository with its APIs in reach: everything that a plan needs besides live state. */
export type Bench = { readonly workspace: Workspace; readonly apis: ApiAccess; readonly identity: Identity };

export async function openBench(options: WorkspaceOptions, machine: Machine): Promise<Result<Bench>> {
  const workspace = await openWorkspace(options, machine);
  if (!workspace.ok) return workspace;
  const { desired, settings, root } = workspace.value;
  const unset = unsetVariables(desired, machine.env);
  const apis = reachApis(desired, settings, machine);
  if (!apis.ok) return { ok: false, problems: [...unset, ...apis.problems] };
  if (unset.length > 0) return { ok: false, problems: unset };
  return { ok: true, value: { workspace: workspace.value, apis: apis.value, identity: await identify(machine, root) } };
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
  machine: Machine,
  desired: readonly DesiredLayer[] = bench.workspace.desired,
): Promise<Planning> {
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
