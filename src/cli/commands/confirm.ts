import { applyNotices, warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { fail, nameList, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import { confirmLayers, EXIT, type ExitCode, exitCode, readSavedPlan } from '../../operations/index.ts';
import { confirmedAsJson, forTerminal, planAsText } from '../../render/index.ts';
import type { ConfirmFlags } from '../flags.ts';
import { parseAllowances } from '../options.ts';
import { printProblems } from '../print.ts';
import { apply } from './apply.ts';

type ConfirmOptions = ConfirmFlags & { readonly names: readonly string[] };

const CONTINUE =
  'To apply the rest: reconcile apply, or the same confirm with --plan FILE if a saved plan was reviewed.';

/**
 * Records completed manual steps or a pasted config in the ledger. With `plan`, it then applies the changes of that plan
 * in these layers.
 */
export async function confirm(options: ConfirmOptions, machine: Machine): Promise<ExitCode> {
  const { format, plan: file, autoApprove: _, ...rest } = options;
  const allow = parseAllowances(options.allow);
  const checked = allow.ok ? await checkNames(options, machine) : allow;
  if (!allow.ok || !checked.ok) {
    printProblems(checked.ok ? [] : checked.problems, machine, format);
    return EXIT.problems;
  }
  const { layers, exit, problems, plan } = await confirmLayers(
    { ...rest, paths: [], warn: warningPrinter(machine), allow: allow.value },
    applyNotices(machine),
    machine,
  );
  const recorded = layers.filter(({ text }) => text !== undefined);
  printProblems(problems, machine, format, recorded.length === 0);
  if (recorded.length === 0) return exit;
  const texts = recorded.map((layer) => layer.text ?? '');
  const lines = texts.map((text) => `${forTerminal(text)}\n`).join('');
  if (file === undefined) {
    machine.terminal.print(
      format === 'json' ? confirmedAsJson(texts.join('\n'), plan) : `${lines}${pageOf(plan, machine)}`,
    );
    return exit;
  }
  // The output is that of the apply.
  if (format === 'json') machine.terminal.warn(lines);
  else machine.terminal.print(lines);
  const names = recorded.map(({ name }) => name);
  const applied = await apply({ ...options, paths: [file], layers: names }, machine);
  const exits = [applied, ...layers.flatMap((layer) => (layer.text === undefined ? [layer.exit] : []))];
  return exitCode({
    refused: exits.includes(EXIT.refused),
    problems: exits.includes(EXIT.problems),
    waiting: exits.includes(EXIT.waiting),
  });
}

function pageOf(plan: Plan | undefined, { terminal }: Pick<Machine, 'terminal'>): string {
  const page = plan === undefined ? '' : planAsText(plan, { colour: terminal.colour });
  const hasRest = plan?.layers.some(({ changes }) => changes.some(({ step }) => step.by !== 'human')) ?? false;
  return `${page}${hasRest ? `\n${CONTINUE}\n` : ''}`;
}

/** Before anything is recorded. */
async function checkNames({ names, json, plan: file }: ConfirmOptions, machine: Machine): Promise<Result<void>> {
  if (json !== undefined && names.length > 1) return fail(oneName);
  if (file === undefined) return ok(undefined);
  const saved = await readSavedPlan(file, machine);
  if (!saved.ok) return saved;
  const planned = saved.value.layers.map(({ name }) => name);
  const missing = names.filter((name) => !planned.includes(name));
  return missing.length === 0 ? ok(undefined) : fail(notInPlan(file, missing, planned));
}

const oneName: Problem = {
  code: 'cli/usage',
  message: '--json contains the config of one layer, but several are named.',
  remedy: 'Confirm one layer at a time: reconcile confirm NAME --json FILE.',
};

function notInPlan(file: string, missing: readonly string[], planned: readonly string[]): Problem {
  return {
    code: 'cli/usage',
    message: `The saved plan ${file} does not contain ${nameList(missing)}. Nothing was recorded.`,
    remedy: `Name layers of the plan (${nameList(planned)}), or leave out --plan.`,
  };
}
