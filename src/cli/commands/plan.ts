import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { planAsJson } from '../../render/index.ts';
import { coversSomething, EXIT, type ExitCode, exitCode, openReadContext, planNow } from '../../operations/index.ts';
import type { PlanFlags } from '../flags.ts';
import { unusedAllowances, parseAllowances } from '../options.ts';
import { printPlan, printProblems } from '../print.ts';

export type PlanOptions = PlanFlags & { readonly paths: readonly string[] };

/** Makes a plan and prints it. */
export async function plan(options: PlanOptions, machine: Machine): Promise<ExitCode> {
  const allow = parseAllowances(options.allow);
  const context = allow.ok ? await openReadContext({ ...options, warn: warningPrinter(machine) }, machine) : allow;
  if (!allow.ok || !context.ok) {
    printProblems(context.ok ? [] : context.problems, machine, options.format);
    return EXIT.problems;
  }
  const planning = await planNow(context.value, allow.value);
  const problems = [...planning.problems, ...(await context.value.close())];
  if (planning.plan !== undefined && options.out !== undefined && coversSomething(planning.plan)) {
    const out = { option: '--out', path: options.out };
    problems.push(...(await context.value.outputs.write(out, planAsJson(planning.plan))));
  }
  printProblems(problems, machine, options.format, planning.plan === undefined);
  if (planning.plan === undefined) return EXIT.problems;
  machine.terminal.warn(unusedAllowances(allow.value, planning.plan.allowed) ?? '');
  printPlan(planning.plan, machine, options, problems);
  return exitCode({
    refused: planning.plan.refusals.length > 0,
    problems: problems.length > 0,
    changes: options.detailedExitcode === true && planning.plan.layers.some(({ changes }) => changes.length > 0),
  });
}
