import type { Machine } from '../machine.ts';
import type { Plan, Problem } from '../model/index.ts';
import { confirmNow, type Confirmed, type ConfirmOptions, hasHumanSteps, noSuchLayer } from './confirm.ts';
import { EXIT, type ExitCode, exitCode } from './exit.ts';
import { planNow } from './plan-now.ts';
import type { ApplyNotices } from './replan.ts';
import { openReadContext } from './run-context.ts';

/** With `json`, there can be only one name. */
export type ConfirmLayersOptions = Omit<ConfirmOptions, 'name'> & { readonly names: readonly string[] };

/** Without `text`, nothing was recorded for this layer. */
export type ConfirmedLayer = Pick<Confirmed, 'exit' | 'text'> & { readonly name: string };

export type ConfirmedLayers = {
  /** In the given order, each name once. Empty if a name is unknown: then nothing was recorded at all. */
  readonly layers: readonly ConfirmedLayer[];
  /** Of the most severe result. */
  readonly exit: ExitCode;
  readonly problems: readonly Problem[];
  /** The current plan of all layers; absent if it could not be made. */
  readonly plan?: Plan;
};

/**
 * Records the manual steps of several layers, each under its own claim, and applies nothing. A layer that fails does not
 * stop the others. A layer without anything to record counts as recorded, so its plan can be continued.
 */
export async function confirmLayers(
  { names, ...options }: ConfirmLayersOptions,
  notices: ApplyNotices,
  machine: Machine,
): Promise<ConfirmedLayers> {
  const [first = '', ...others] = new Set(names);
  if (others.length === 0) {
    const { exit, text, ...rest } = await confirmNow({ ...options, name: first }, notices, machine);
    return { layers: [{ name: first, exit, ...(text !== undefined && { text }) }], exit, ...rest };
  }
  const all = [first, ...others];
  const context = await openReadContext({ ...options, only: all }, machine);
  if (!context.ok) return { layers: [], exit: EXIT.problems, problems: context.problems };
  const found = new Set(context.value.workspace.desired.map(({ name }) => name));
  const rest = context.value.others.map(({ name }) => name);
  const unknown = all.filter((name) => !found.has(name)).map((name) => noSuchLayer(name, [...found, ...rest]));
  if (unknown.length > 0) return { layers: [], exit: EXIT.problems, problems: unknown };
  const layers: ConfirmedLayer[] = [];
  const problems: Problem[] = [];
  // Warnings about settings were given above.
  const { warn: _, ...each } = options;
  for (const name of all) {
    const { exit, text, problems: reasons } = await confirmNow({ ...each, name }, notices, machine);
    layers.push({ name, exit, ...(text !== undefined && { text }) });
    if (text === undefined) problems.push(...reasons);
  }
  const closing = await planNow(context.value, options.allow);
  const exits = layers.map(({ exit }) => exit);
  return {
    layers,
    exit: exitCode({
      refused: exits.includes(EXIT.refused),
      problems: exits.includes(EXIT.problems) || closing.problems.length > 0,
      waiting: exits.includes(EXIT.waiting) || hasHumanSteps(closing.plan),
    }),
    problems: [...problems, ...closing.problems],
    ...(closing.plan !== undefined && { plan: closing.plan }),
  };
}
