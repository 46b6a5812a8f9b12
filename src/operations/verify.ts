import { redactDeep } from '../io/index.ts';
import { readSetup } from '../live/index.ts';
import type { Machine } from '../machine.ts';
import { ok, type Problem, type Result, type VerifyReport } from '../model/index.ts';
import { verifyLayers } from '../plan/index.ts';
import type { ContextOptions } from './context.ts';
import { type ExitCode, exitCode } from './exit.ts';
import { isSandbox, planNow } from './plan-now.ts';
import { openReadContext } from './run-context.ts';
import { checkTestEvent, sendTestEvents, type TestEventOptions } from './test-events.ts';

export type Verified = {
  readonly report: VerifyReport;
  /** If there are any, the report is incomplete. */
  readonly problems: readonly Problem[];
};

/** Reads everything about the setup of the layers, and judges it. Sends nothing but the requested test events. */
export async function verifyNow(
  options: ContextOptions & TestEventOptions,
  machine: Machine,
): Promise<Result<Verified>> {
  const opened = await openReadContext({ ...options, readsAll: true }, machine);
  if (!opened.ok) return opened;
  const context = opened.value;
  const { workspace, apis } = context;
  const { settings, desired } = workspace;
  const mayBeSent = checkTestEvent(options, desired.length, machine.env);
  if (!mayBeSent.ok) return mayBeSent;
  const planning = await planNow(context, []);
  const documentOf = new Map(desired.map((layer) => [layer.name, layer]));
  const layers = planning.live.flatMap((live) => {
    const document = documentOf.get(live.name);
    return document === undefined ? [] : [{ desired: document, live }];
  });
  const { sent, calls } = await sendTestEvents(context, layers, options);
  const setup = await readSetup(
    layers,
    (layer) => ({ layers: apis.portsOf(layer).layers, tiktok: apis.setupOf(layer) }),
    context.machine.now(),
    context.machine.stop,
  );
  const plan = planning.plan ?? { layers: [], unread: desired.map(({ name }) => name) };
  const results = [...sent.values()];
  const report: VerifyReport = {
    sandbox: isSandbox(settings.origins.layers),
    layers: verifyLayers({ plan, desired, live: planning.live, settings, setup, sent, today: context.machine.now() }),
    unread: plan.unread,
    sent: {
      layers: results.filter((each) => each.layers !== undefined).length,
      tiktok: results.filter((each) => each.tiktok !== undefined).length,
    },
    calls: apis.calls() + calls,
  };
  const problems = [...planning.problems, ...(await context.close())];
  return ok(redactDeep({ report, problems }, machine));
}

/** Unknown values wait for a person who looks, so they are not a success. A stated value is one. */
export function verifyExit({ layers }: VerifyReport, problems: readonly Problem[]): ExitCode {
  const states = new Set(layers.flatMap(({ findings }) => findings.map(({ state }) => state)));
  return exitCode({ problems: problems.length > 0 || states.has('red'), waiting: states.has('unknown') });
}
