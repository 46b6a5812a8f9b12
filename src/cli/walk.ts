import { hasEscapes } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { type Allowance, type ConfirmedLayer, MAX_FILE_BYTES, type Plan } from '../model/index.ts';
import { confirmLayers, type ConfirmOptions, type OpenTodo } from '../operations/index.ts';
import { applyNotices } from '../publish/index.ts';
import {
  clipboardSequence,
  confirmedAsText,
  tourOf,
  type Visit,
  type VisitStep,
  visitAsText,
  visitedAsText,
} from '../render/index.ts';
import type { TodoFlags } from './flags.ts';
import { answerOf, pasteCompletion, type PasteAnswer } from './pasted-text.ts';
import { printProblems } from './print.ts';

export type WalkOptions = Omit<TodoFlags, 'allow' | 'format'> & { readonly allow: readonly Allowance[] };

/**
 * Visits one screen after the other, until nothing is left or the person stops. What an API shows is read after each
 * visit; the rest is recorded as pasted or stated. Returns the plan at the end. `failed`: the last statement about a layer was
 * not recorded, or the last read of one failed.
 */
export async function walk(
  { refresh }: Pick<OpenTodo, 'refresh'>,
  start: Plan,
  options: WalkOptions,
  machine: Machine,
): Promise<{ readonly plan: Plan; readonly failed: boolean }> {
  const { terminal } = machine;
  const text = { colour: terminal.colour, verbose: options.verbose === true };
  const skipped = new Set<string>();
  const failed = new Set<string>();
  let [plan, visited, isUnread] = [start, 0, false];
  const end = () => ({ plan, failed: failed.size > 0 || isUnread });
  for (;;) {
    const { visits } = tourOf(plan, skipped);
    const [visit] = visits;
    if (visit === undefined) return end();
    terminal.print(`\n${visitAsText(visit, visited + 1, visited + visits.length, text)}`);
    copy(visit, machine);
    const answer = wordOf(await terminal.ask('Enter = done, s = skip, q = stop: '));
    if (answer === 'stop') return end();
    const recorded = answer === 'done' ? await record(visit, plan, { ...options, failed }, machine) : answer;
    if (recorded === 'stop') return end();
    if (recorded === 'skip') {
      for (const id of visit.steps.flatMap(({ changes }) => changes)) skipped.add(id);
      continue;
    }
    const names = visit.steps.flatMap(({ layers }) => layers);
    const fresh = await refresh(plan, names);
    printProblems(fresh.problems, machine);
    isUnread = fresh.problems.length > 0;
    ({ plan } = fresh);
    if (fresh.problems.length === 0) terminal.print(visitedAsText(visit, plan, recorded, text));
    if (!isOpen(visit, plan)) visited += 1;
  }
}

function wordOf(answer: string | undefined): PasteAnswer | 'done' {
  if (answer === undefined) return 'stop';
  return answerOf(answer) ?? 'done';
}

function isOpen({ steps }: Visit, { layers }: Plan): boolean {
  const open = new Set(layers.flatMap(({ changes }) => changes.map(({ id }) => id)));
  return steps.some(({ changes }) => changes.some((id) => open.has(id)));
}

/** The members to paste, if the screen has one place for them. */
function copy({ steps }: Visit, { terminal, env }: Pick<Machine, 'terminal' | 'env'>): void {
  const [paste, another] = steps.flatMap((step) => step.paste ?? []);
  if (paste === undefined || another !== undefined || !hasEscapes(env)) return;
  const sequence = clipboardSequence(JSON.stringify(paste, null, 2));
  if (sequence !== undefined) terminal.print(`${sequence}The JSON was sent to the clipboard of this terminal.\n`);
}

type Recorded = readonly ConfirmedLayer[] | PasteAnswer;

type RecordOptions = WalkOptions & { readonly failed: Set<string> };

/** Records what no API shows: a pasted config for each layer, then the statements. */
async function record({ steps }: Visit, plan: Plan, options: RecordOptions, machine: Machine): Promise<Recorded> {
  const all: ConfirmedLayer[] = [];
  const pasted = steps.filter(({ proof }) => proof === 'pasted');
  for (const name of new Set(pasted.flatMap(({ layers }) => layers))) {
    const recorded = await recordPasted(name, options, machine);
    if (typeof recorded === 'string') return recorded;
    all.push(...recorded);
  }
  const stated = steps.filter(({ proof }) => proof === 'word');
  if (stated.length > 0) all.push(...(await recordStated(stated, plan, options, machine)));
  return all;
}

/** Asks again until the text is recorded. */
async function recordPasted(name: string, options: RecordOptions, machine: Machine): Promise<Recorded> {
  for (;;) {
    const question = `Paste the whole text of "View as JSON" of ${name}, then Enter (s = skip, q = stop):\n`;
    const bytes = await machine.terminal.askText(question, pasteCompletion(), MAX_FILE_BYTES);
    if (bytes === undefined) return 'stop';
    if (bytes === 'too large') {
      machine.terminal.warn('The text is larger than 1 MiB. Nothing was recorded.\n');
      continue;
    }
    const answer = answerOf(new TextDecoder().decode(bytes));
    if (answer !== undefined) return answer;
    const { layers, isFailed } = await confirmed({ names: [name], pasted: bytes }, options, machine);
    if (!isFailed) return layers;
  }
}

async function recordStated(
  steps: readonly VisitStep[],
  { layers }: Plan,
  options: RecordOptions,
  machine: Machine,
): Promise<readonly ConfirmedLayer[]> {
  const names = [...new Set(steps.flatMap(({ layers }) => layers))];
  const changes = new Set(steps.flatMap((step) => step.changes));
  return (await confirmed({ names, shown: { layers, changes } }, options, machine)).layers;
}

async function confirmed(
  statement: Omit<ConfirmOptions, keyof WalkOptions | 'paths'>,
  { failed, ...options }: RecordOptions,
  machine: Machine,
): Promise<{ readonly layers: readonly ConfirmedLayer[]; readonly isFailed: boolean }> {
  const { layers, problems, plan } = await confirmLayers(
    { ...options, ...statement, paths: [] },
    applyNotices(machine),
    machine,
  );
  printProblems(problems, machine);
  const recorded = layers.filter(({ state }) => state === 'recorded');
  if (recorded.length > 0) machine.terminal.print(confirmedAsText(recorded, plan, { colour: machine.terminal.colour }));
  for (const name of statement.names) {
    if (layers.some((one) => one.name === name && one.state !== 'failed')) failed.delete(name);
    else failed.add(name);
  }
  return { layers, isFailed: layers.length === 0 || layers.some(({ state }) => state === 'failed') };
}
