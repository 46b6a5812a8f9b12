import { type Outputs, redactDeep } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { type LiveLayer, ok, type Plan, type Problem, type Report, type Result } from '../model/index.ts';
import { reportLayers, reportMoney } from '../plan/index.ts';
import type { ContextOptions } from './context.ts';
import { isSandbox, planNow } from './plan-now.ts';
import { openReadContext } from './run-context.ts';
import type { Workspace } from './workspace.ts';

export type Reported = {
  readonly report: Report;
  /** If there are any, the report is incomplete. */
  readonly problems: readonly Problem[];
  readonly outputs: Outputs;
};

/** Reads everything, as `verify` does: a plan leaves out what it does not need, such as spend without a cap. Read-only. */
export async function reportNow(options: ContextOptions, machine: Machine): Promise<Result<Reported>> {
  const opened = await openReadContext({ ...options, readsAll: true }, machine);
  if (!opened.ok) return opened;
  const context = opened.value;
  const today = context.machine.now();
  const { plan, live, problems } = await planNow(context, []);
  const { repository } = context.identity.owner;
  const report = reportOn(plan, { ...context.workspace, live, today, repository, calls: context.apis.calls() });
  const all = [...problems, ...(await context.close())];
  return ok({ ...redactDeep({ report, problems: all }, machine), outputs: context.outputs });
}

export type ReportFacts = Pick<Workspace, 'settings' | 'desired' | 'invalid'> & {
  readonly live: readonly LiveLayer[];
  readonly today: Date;
  readonly repository: string | null;
  readonly calls: number;
};

/** @param plan `undefined`: no layer could be planned */
export function reportOn(
  plan: Plan | undefined,
  { settings, desired, invalid, live, today, repository, calls }: ReportFacts,
): Report {
  const layers = plan === undefined ? [] : reportLayers({ plan, desired, live, settings, today });
  return {
    sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
    repository,
    at: today.toISOString(),
    money: reportMoney(layers.map(({ spend }) => spend)),
    layers,
    unread: plan?.unread ?? [...desired, ...invalid].map(({ name }) => name).sort(),
    calls,
  };
}
