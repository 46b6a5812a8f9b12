import { withStandardInput } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { type Allowance, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import { EXIT, exitCode, openSavedOutputs, openSettings, readSavedPlan, readShards } from '../../operations/index.ts';
import { planAsHtml, planAsJson, planJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { ShowFlags } from '../flags.ts';
import { bothOnStdout, inFile, parseAllowances, unusedAllowances } from '../options.ts';
import { printPlan, printProblems } from '../print.ts';

export type ShowOptions = ShowFlags & { readonly plans: readonly string[] };

/** Prints a saved plan, or one plan of all shards, whose policies over a sum it decides. Sends no API requests. */
export async function show(options: ShowOptions, machine: ShowMachine): Promise<Ended> {
  const given = await withStandardInput(options.plans, machine);
  if (!given.ok) return failed(given.problems, machine, options.format);
  return showPlans({ ...options, plans: given.value.paths }, given.value.machine);
}

type ShowMachine = Pick<Machine, 'files' | 'cwd' | 'env' | 'terminal' | 'hide' | 'clean'>;

async function showPlans(options: ShowOptions, machine: ShowMachine): Promise<Ended> {
  const { format, html, out, plans } = options;
  const file = inFile(html);
  const allow = parseAllowances(options.allow);
  if (!allow.ok) return failed(allow.problems, machine, format);
  const fault = usageFault(options);
  if (fault !== undefined) return failed([fault], machine, format);
  // Also for the secrets that the settings name: a plan can be shown even if there are no settings.
  const opened = await openSettings(undefined, machine);
  const shown = await readPlan(options, allow.value, machine);
  if (!shown.ok) return failed(shown.problems, machine, format);
  const { plan, problems } = shown.value;
  const files = [
    ...(out === undefined ? [] : [{ option: '--out', path: out, text: () => planAsJson(plan) }]),
    ...(file === undefined ? [] : [{ option: '--html', path: file, text: () => planAsHtml(plan, problems) }]),
  ];
  if (files.length > 0) {
    const outputs = opened.ok ? await openSavedOutputs(files, plans, opened.value, machine) : opened;
    if (!outputs.ok) return failed(outputs.problems, machine, format);
    for (const { text, ...output } of files) {
      const unsaved = await outputs.value.write(output, text());
      if (unsaved.length > 0) return failed(unsaved, machine, format);
    }
  }
  printProblems(problems, machine);
  machine.terminal.warn(unusedAllowances(allow.value, plan.allowed) ?? '');
  const exit = options.merge === true ? mergeExit(plan, problems) : EXIT.ok;
  if (format === 'json') return { exit, json: planJson(plan, problems) };
  if (html === '-') machine.terminal.print(planAsHtml(plan, problems));
  else printPlan(plan, machine, { ...options, format });
  return exit;
}

function usageFault({ format, html, out, merge, plans, allow }: ShowOptions): Problem | undefined {
  if (html === '-' && format === 'json') return bothOnStdout('--html');
  if (merge === true) return undefined;
  const message =
    plans.length > 1
      ? `show prints one plan, but ${plans.length} files are named.`
      : out !== undefined || allow.length > 0
        ? `${out === undefined ? '--allow' : '--out'} has an effect with --merge only.`
        : undefined;
  const remedy = 'Pass --merge to make one plan of all shards.';
  return message === undefined ? undefined : { code: 'cli/usage', message, remedy };
}

type Shown = { readonly plan: Plan; readonly problems: readonly Problem[] };

async function readPlan(
  { merge, plans }: ShowOptions,
  allow: readonly Allowance[],
  machine: Pick<Machine, 'files' | 'cwd' | 'clean'>,
): Promise<Result<Shown>> {
  if (merge === true) {
    const shards = await readShards(plans, machine);
    return shards.ok ? ok(shards.value(allow)) : shards;
  }
  const read = await readSavedPlan(plans[0] ?? '', machine);
  return read.ok ? ok({ plan: read.value, problems: [] }) : read;
}

/** As for a plan. The problems of unread layers are in the output of their shards. */
function mergeExit({ refusals, unread }: Plan, problems: readonly Problem[]) {
  return exitCode({ refused: refusals.length > 0, problems: problems.length + unread.length > 0 });
}
