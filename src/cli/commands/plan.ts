import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { planAsJson, planJson } from '../../render/index.ts';
import { coversSomething, exitCode, openReadContext, planNow } from '../../operations/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { PlanFlags } from '../flags.ts';
import { unusedAllowances, parseAllowances } from '../options.ts';
import { printPlan, printProblems } from '../print.ts';

export type PlanOptions = PlanFlags & { readonly paths: readonly string[] };

/** Makes a plan and prints it. */
export async function plan(options: PlanOptions, machine: Machine): Promise<Ended> {
  const allow = parseAllowances(options.allow);
  const context = allow.ok ? await openReadContext({ ...options, warn: warningPrinter(machine) }, machine) : allow;
  const { format } = options;
  if (!allow.ok || !context.ok) return failed(context.ok ? [] : context.problems, machine, format);
  const planning = await planNow(context.value, allow.value);
  const problems = [...planning.problems, ...(await context.value.close())];
  if (planning.plan !== undefined && options.out !== undefined && coversSomething(planning.plan)) {
    const out = { option: '--out', path: options.out };
    problems.push(...(await context.value.outputs.write(out, planAsJson(planning.plan))));
  }
  if (planning.plan === undefined) return failed(problems, machine, format);
  printProblems(problems, machine);
  machine.terminal.warn(unusedAllowances(allow.value, planning.plan.allowed) ?? '');
  const exit = exitCode({
    refused: planning.plan.refusals.length > 0,
    problems: problems.length > 0,
    changes: options.detailedExitcode === true && planning.plan.layers.some(({ changes }) => changes.length > 0),
  });
  if (format === 'json') return { exit, json: planJson(planning.plan, problems) };
  printPlan(planning.plan, machine, { ...options, format });
  return exit;
}
