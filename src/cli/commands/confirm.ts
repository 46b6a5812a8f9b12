import { applyNotices, warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { fail, nameList, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import { confirmLayers, EXIT, exitCode, readWholePlan } from '../../operations/index.ts';
import { confirmedAsText, confirmedJson, planAsText } from '../../render/index.ts';
import { type Ended, exitOf, failed } from '../ended.ts';
import type { ConfirmFlags } from '../flags.ts';
import { parseAllowances } from '../options.ts';
import { printProblems } from '../print.ts';
import { apply } from './apply.ts';

type ConfirmOptions = ConfirmFlags & { readonly names: readonly string[] };

const CONTINUE =
  'To apply the rest: reconcile apply, or the same confirm with --plan FILE if a saved plan was reviewed.';

/**
 * Records completed manual steps or pasted configs in the ledger. With `plan`, it then applies the changes of that plan
 * in these layers.
 */
export async function confirm(options: ConfirmOptions, machine: Machine): Promise<Ended> {
  const { format, plan: file, autoApprove: _, all: __, json: pasted, verbose = false, ...rest } = options;
  const allow = parseAllowances(options.allow);
  const checked = allow.ok ? await checkNames(options, machine) : allow;
  if (!allow.ok || !checked.ok) return failed(checked.ok ? [] : checked.problems, machine, format);
  const { layers, exit, problems, plan } = await confirmLayers(
    {
      ...rest,
      ...(pasted === undefined ? shownIn(checked.value) : { pasted }),
      paths: [],
      warn: warningPrinter(machine),
      allow: allow.value,
    },
    applyNotices(machine),
    machine,
  );
  const settled = layers.filter(({ state }) => state !== 'failed');
  if (settled.length === 0) return failed(problems, machine, format, exit);
  printProblems(problems, machine);
  const { colour, warnColour } = machine.terminal;
  const toWarn = file !== undefined && format === 'json';
  const page = confirmedAsText(layers, plan, { colour: toWarn ? warnColour : colour, verbose });
  if (file === undefined) {
    if (format === 'json') return { exit, json: confirmedJson(layers, plan, problems) };
    machine.terminal.print(`${page}\n${restOf(plan, verbose, machine)}`);
    return exit;
  }
  // The output is that of the apply.
  if (toWarn) machine.terminal.warn(page);
  else machine.terminal.print(`${page}\n`);
  const names = settled.map(({ name }) => name);
  const applied = await apply({ ...options, paths: [file], layers: names }, machine);
  const exits = [exitOf(applied), ...(settled.length < layers.length || problems.length > 0 ? [exit] : [])];
  const worst = exitCode({
    refused: exits.includes(EXIT.refused),
    problems: exits.includes(EXIT.problems),
    waiting: exits.includes(EXIT.waiting),
  });
  return typeof applied === 'object' ? { ...applied, exit: worst } : worst;
}

/** A person who names a saved plan means its steps, not those of a document that changed since. */
function shownIn(saved: Plan | undefined): Pick<Parameters<typeof confirmLayers>[0], 'shown'> {
  if (saved === undefined) return {};
  const { layers } = saved;
  return { shown: { layers, changes: new Set(layers.flatMap(({ changes }) => changes.map(({ id }) => id))) } };
}

function restOf(plan: Plan | undefined, verbose: boolean, { terminal }: Pick<Machine, 'terminal'>): string {
  const page = plan === undefined ? '' : planAsText(plan, { colour: terminal.colour, verbose });
  const hasRest = plan?.layers.some(({ changes }) => changes.some(({ step }) => step.by !== 'human')) ?? false;
  return `${page}${hasRest ? `\n${CONTINUE}\n` : ''}`;
}

/** Before anything is recorded. Returns the saved plan, if one is named. */
async function checkNames(
  { names, all, json, plan: file }: ConfirmOptions,
  machine: Machine,
): Promise<Result<Plan | undefined>> {
  if (names.length === 0 && all !== true && json === undefined) return fail(noName);
  if (names.length > 0 && all === true) return fail(bothNames);
  if (file === undefined) return ok(undefined);
  if (names.length === 0) return fail(noPlannedName);
  const saved = await readWholePlan(file, machine);
  if (!saved.ok) return saved;
  const planned = saved.value.layers.map(({ name }) => name);
  const missing = names.filter((name) => !planned.includes(name));
  return missing.length === 0 ? saved : fail(notInPlan(file, missing, planned));
}

const noName: Problem = {
  code: 'cli/usage',
  message: 'No layer is named.',
  remedy: 'Name layers, or pass --all, or --json FILE with { "NAME": { … }, … }.',
};

const bothNames: Problem = {
  code: 'cli/usage',
  message: '--all and names of layers exclude each other.',
  remedy: 'Leave out one of them.',
};

const noPlannedName: Problem = {
  code: 'cli/usage',
  message: '--plan continues with the layers of a saved plan, but none is named.',
  remedy: 'Name them: reconcile confirm NAME --plan FILE.',
};

function notInPlan(file: string, missing: readonly string[], planned: readonly string[]): Problem {
  return {
    code: 'cli/usage',
    message: `The saved plan ${file} does not contain ${nameList(missing)}. Nothing was recorded.`,
    remedy: `Name layers of the plan (${nameList(planned)}), or leave out --plan.`,
  };
}
