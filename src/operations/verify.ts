import { redactDeep } from '../io/index.ts';
import { readSetup } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import { ok, type Problem, type Result, type VerifyReport } from '../model/index.ts';
import { verifyLayers } from '../plan/index.ts';
import type { ContextOptions, ReadContext } from './context.ts';
import { type ExitCode, exitCode } from './exit.ts';
import { isSandbox, planNow } from './plan-now.ts';
import { openReadContext } from './run-context.ts';
import { pathsOfArguments } from './select-layers.ts';

export type Verified = {
  readonly report: VerifyReport;
  /** If there are any, the report is incomplete. */
  readonly problems: readonly Problem[];
};

/** Reads everything about the setup of the layers, and judges it. Read-only. */
export async function verifyNow(options: ContextOptions, machine: Machine): Promise<Result<Verified>> {
  const paths = await pathsOfArguments(options.paths, options.config, machine);
  if (!paths.ok) return paths;
  const opened = await openReadContext({ ...options, paths: paths.value }, machine);
  if (!opened.ok) return opened;
  const context = opened.value;
  const { workspace, apis } = context;
  const planning = await planNow(context, []);
  const setup = await readSetups(context, planning.live);
  const { settings, desired } = workspace;
  const plan = planning.plan ?? { layers: [], unread: desired.map(({ name }) => name) };
  const report: VerifyReport = {
    sandbox: isSandbox(settings.origins.layers),
    layers: verifyLayers({ plan, desired, live: planning.live, settings, setup }),
    unread: plan.unread,
    calls: apis.calls(),
  };
  const problems = [...planning.problems, ...(await context.close())];
  return ok(redactDeep({ report, problems }, machine));
}

function readSetups(
  { workspace, apis, machine }: ReadContext,
  live: Awaited<ReturnType<typeof planNow>>['live'],
): ReturnType<typeof readSetup> {
  const documentOf = new Map(workspace.desired.map((desired) => [desired.name, desired]));
  const layers = live.flatMap((layer) => {
    const desired = documentOf.get(layer.name);
    return desired === undefined ? [] : [{ desired, live: layer }];
  });
  return readSetup(
    layers,
    (layer) => ({ layers: apis.portsOf(layer).layers, tiktok: apis.setupOf(layer) }),
    machine.now(),
    machine.stop,
  );
}

/** Unknown values wait for a person who looks, so they are not a success. A stated value is one. */
export function verifyExit({ layers }: VerifyReport, problems: readonly Problem[]): ExitCode {
  const states = new Set(layers.flatMap(({ findings }) => findings.map(({ state }) => state)));
  return exitCode({ problems: problems.length > 0 || states.has('red'), waiting: states.has('unknown') });
}
