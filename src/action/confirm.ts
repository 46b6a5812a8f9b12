import { applyNotices } from '../publish/index.ts';
import { codeSpan, forMarkdown, forTerminal, planAsSummary, planAsText, withoutNumbers } from '../render/index.ts';
import { type Confirmed, confirmNow, EXIT, type ExitCode } from '../operations/index.ts';
import type { Machine } from '../machine.ts';
import { actorText, contextOptions } from './context.ts';
import { worstExitCode } from './apply/reviewed-slices.ts';
import type { ActionCommand, ActionInputs } from './inputs.ts';
import { addToSummary, type PublishOptions, publishOptions, publishProblems } from './publish-problems.ts';

/** Records that a person completed manual steps, or the config that they copied, and who confirmed it. */
export const confirmCommand: ActionCommand = async (inputs, machine) =>
  confirmNames(inputs.names ?? [], inputs, await publishOptions(inputs.config, machine), machine);

/** Layers in the given order; a failed one does not stop the others. */
export async function confirmNames(
  names: readonly string[],
  inputs: ActionInputs,
  publish: PublishOptions,
  machine: Machine,
): Promise<ExitCode> {
  const exits: ExitCode[] = [];
  for (const name of names) exits.push(await confirmLayer(name, inputs, publish, machine));
  return worstExitCode(exits);
}

async function confirmLayer(
  name: string,
  inputs: ActionInputs,
  publish: PublishOptions,
  machine: Machine,
): Promise<ExitCode> {
  const { json } = inputs;
  const actor = actorText(machine);
  machine.terminal.print(`Confirmation of ${forTerminal(name)}, started by ${forTerminal(actor)}.\n`);
  const options = { ...contextOptions(inputs, machine), name, allow: [], ...(json !== undefined && { json: '-' }) };
  const confirmed = await confirmNow(options, applyNotices(machine), withInput(json, machine));
  const { plan, exit, problems } = confirmed;
  // The text of an allowed refusal contains amounts.
  const text = publish.hideMoney ? confirmed.text && withoutNumbers(confirmed.text) : confirmed.text;
  await addToSummary(() => headOf(name, actor, { exit, ...(text !== undefined && { text }) }), machine);
  await publishProblems(problems, publish, machine);
  if (text !== undefined) machine.terminal.print(`${forTerminal(text)}\n`);
  if (plan !== undefined) {
    const { hideMoney } = publish;
    await addToSummary((limit) => `\n${planAsSummary(plan, { hideMoney, limit: limit - 1 })}`, machine);
    if (!hideMoney) machine.terminal.print(planAsText(plan, { colour: machine.terminal.colour }));
  }
  return exit;
}

/** The machine with the input as its standard input. */
function withInput(json: string | undefined, machine: Machine): Machine {
  if (json === undefined) return machine;
  const bytes = new TextEncoder().encode(json);
  const readAll = async (maxBytes: number) => (bytes.length > maxBytes ? undefined : bytes);
  return { ...machine, terminal: { ...machine.terminal, readAll } };
}

function headOf(name: string, actor: string, { text, exit }: Pick<Confirmed, 'text' | 'exit'>): string {
  const how = forMarkdown(text ?? whyNot(exit));
  return `## Confirmation of ${codeSpan(name)}\n\nStarted by ${codeSpan(actor)}. ${how}\n`;
}

function whyNot(exit: ExitCode): string {
  return exit === EXIT.refused ? 'Refused: nothing was recorded.' : 'Nothing was recorded.';
}
