import { applyNotices } from '../publish/index.ts';
import {
  codeSpan,
  confirmedSentences,
  forMarkdown,
  forTerminal,
  planAsSummary,
  planAsText,
  withoutNumbers,
} from '../render/index.ts';
import { type Confirmed, confirmLayers, EXIT, type ExitCode } from '../operations/index.ts';
import { type ConfirmedLayer, nameList, ok, type Plan, type Result } from '../model/index.ts';
import { applyMerged } from './apply/apply-merged.ts';
import { worstExitCode } from './apply/reviewed-slices.ts';
import { type ActionContext, actorText, contextOptions, defaultBranch, withActionContext } from './context.ts';
import type { ActionCommand } from './inputs.ts';
import { addToSummary, publishProblems } from './publish-problems.ts';

/** Records that a person completed manual steps, or the config that they copied, and continues. */
export const confirmCommand: ActionCommand = (inputs, machine) =>
  withActionContext(inputs, machine, async (_, context) => {
    const branch = await defaultBranch(context);
    if (!branch.ok) return branch;
    const confirmed = await confirmAndContinue(inputs.names ?? [], branch.value, context);
    return confirmed.ok ? ok(confirmed.value.exit) : confirmed;
  });

export type ConfirmedLayers = {
  readonly exit: ExitCode;
  /** What was recorded, or why not; one or more sentences for each layer. */
  readonly texts: readonly string[];
};

/**
 * Records the layers, then applies what depended on them, from the same reviewed plans. A layer that cannot be recorded
 * does not stop the others.
 */
export async function confirmAndContinue(
  names: readonly string[],
  branch: string,
  context: ActionContext,
): Promise<Result<ConfirmedLayers>> {
  const { layers, exit, problems, plan } = await record(names, context);
  const texts = [...layers.map((layer) => textOf(layer, context)), ...problems.map(({ message }) => message)];
  const settled = layers.flatMap(({ name, state }) => (state === 'failed' ? [] : [name]));
  if (settled.length === 0) return ok({ exit, texts });
  const applied = await applyMerged(branch, undefined, context, settled);
  if (!applied.ok) return applied;
  // The outcome of a pull request shows what is left; without one, the plan does.
  if (applied.value.names.length === 0) await publishPlan(plan, context);
  return ok({ exit: worstExitCode([exit, applied.value.exit]), texts });
}

async function record(names: readonly string[], context: ActionContext): Promise<Confirmed> {
  const { inputs, publish, machine } = context;
  const { json, waitClaim } = inputs;
  const actor = actorText(machine);
  machine.terminal.print(`Confirmation of ${forTerminal(nameList(names))}, started by ${forTerminal(actor)}.\n`);
  const pasted = json === undefined ? {} : { pasted: new TextEncoder().encode(json) };
  const waiting = waitClaim === undefined ? {} : { waitClaim };
  const options = { ...contextOptions(inputs, machine), names, allow: [], ...pasted, ...waiting };
  const confirmed = await confirmLayers(options, applyNotices(machine), machine);
  const texts = confirmed.layers.map((layer) => textOf(layer, context));
  await addToSummary(() => headOf(names, actor, texts.length > 0 ? texts : [whyNot(confirmed.exit)]), machine);
  await publishProblems(confirmed.problems, publish, machine);
  for (const text of texts) machine.terminal.print(`${forTerminal(text)}\n`);
  return confirmed;
}

function textOf(layer: ConfirmedLayer, { publish }: ActionContext): string {
  const text = confirmedSentences(layer).join(' ');
  // The text of a bypassed refusal contains amounts.
  return publish.hideMoney ? withoutNumbers(text) : text;
}

async function publishPlan(plan: Plan | undefined, { publish: { hideMoney }, machine }: ActionContext): Promise<void> {
  if (plan === undefined) return;
  await addToSummary((limit) => `\n${planAsSummary(plan, { hideMoney, limit: limit - 1 })}`, machine);
  if (!hideMoney) machine.terminal.print(planAsText(plan, { colour: machine.terminal.colour }));
}

function headOf(names: readonly string[], actor: string, texts: readonly string[]): string {
  const how =
    texts.length === 1
      ? ` ${forMarkdown(texts.join(''))}`
      : `\n\n${texts.map((text) => `- ${forMarkdown(text)}`).join('\n')}`;
  return `## Confirmation of ${names.map(codeSpan).join(', ')}\n\nStarted by ${codeSpan(actor)}.${how}\n`;
}

function whyNot(exit: ExitCode): string {
  return exit === EXIT.refused ? 'Refused: nothing was recorded.' : 'Nothing was recorded.';
}
