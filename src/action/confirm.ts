import { applyNotices } from '../publish/index.ts';
import { codeSpan, forMarkdown, forTerminal, planAsSummary, planAsText, withoutNumbers } from '../render/index.ts';
import { type Confirmed, confirmNow, EXIT, type ExitCode } from '../operations/index.ts';
import type { Machine } from '../machine.ts';
import { ok, type Plan, type Result } from '../model/index.ts';
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
 * Records the layers in the given order, then applies what depended on them, from the same reviewed plans. A layer that
 * cannot be recorded does not stop the others.
 */
export async function confirmAndContinue(
  names: readonly string[],
  branch: string,
  context: ActionContext,
): Promise<Result<ConfirmedLayers>> {
  const all: Recorded[] = [];
  for (const name of names) all.push(await recordLayer(name, context));
  const texts = all.map(({ text }) => text);
  const recorded = all.filter(({ isRecorded }) => isRecorded);
  const exits = all.map(({ exit }) => exit);
  if (recorded.length === 0) return ok({ exit: worstExitCode(exits), texts });
  const applied = await applyMerged(
    branch,
    undefined,
    context,
    recorded.map(({ name }) => name),
  );
  if (!applied.ok) return applied;
  // The outcome of a pull request shows what is left; without one, the plan does.
  if (applied.value.names.length === 0) for (const { plan } of recorded) await publishPlan(plan, context);
  return ok({ exit: worstExitCode([...exits, applied.value.exit]), texts });
}

type Recorded = Pick<Confirmed, 'exit' | 'plan'> & {
  readonly name: string;
  readonly isRecorded: boolean;
  readonly text: string;
};

async function recordLayer(name: string, { inputs, publish, machine }: ActionContext): Promise<Recorded> {
  const { json } = inputs;
  const actor = actorText(machine);
  machine.terminal.print(`Confirmation of ${forTerminal(name)}, started by ${forTerminal(actor)}.\n`);
  const options = { ...contextOptions(inputs, machine), name, allow: [], ...(json !== undefined && { json: '-' }) };
  const { plan, exit, problems, ...confirmed } = await confirmNow(
    options,
    applyNotices(machine),
    withInput(json, machine),
  );
  // The text of an allowed refusal contains amounts.
  const text = publish.hideMoney ? confirmed.text && withoutNumbers(confirmed.text) : confirmed.text;
  await addToSummary(() => headOf(name, actor, { exit, ...(text !== undefined && { text }) }), machine);
  await publishProblems(problems, publish, machine);
  if (text !== undefined) machine.terminal.print(`${forTerminal(text)}\n`);
  const why = problems[0]?.message ?? whyNot(exit);
  return { name, exit, isRecorded: text !== undefined, text: text ?? why, ...(plan !== undefined && { plan }) };
}

async function publishPlan(plan: Plan | undefined, { publish: { hideMoney }, machine }: ActionContext): Promise<void> {
  if (plan === undefined) return;
  await addToSummary((limit) => `\n${planAsSummary(plan, { hideMoney, limit: limit - 1 })}`, machine);
  if (!hideMoney) machine.terminal.print(planAsText(plan, { colour: machine.terminal.colour }));
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
