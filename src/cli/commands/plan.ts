import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { estimateAsText, planAsHtml, planAsJsonParts, planJson } from '../../render/index.ts';
import { coversSomething, estimateReads, exitCode, openReadContext, planNow } from '../../operations/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { PlanFlags } from '../flags.ts';
import { bothOnStdout, inFile, unusedAllowances, parseAllowances } from '../options.ts';
import { printPlan, printProblems } from '../print.ts';

export type PlanOptions = PlanFlags & { readonly paths: readonly string[] };

/** Makes a plan and prints it. */
export async function plan(options: PlanOptions, machine: Machine): Promise<Ended> {
  const { format, html, ...others } = options;
  if (html === '-' && format === 'json') return failed([bothOnStdout('--html')], machine, format);
  const allow = parseAllowances(options.allow);
  const file = inFile(html);
  const named = { ...others, ...(file !== undefined && { html: file }), warn: warningPrinter(machine) };
  const context = allow.ok ? await openReadContext(named, machine) : allow;
  if (!allow.ok || !context.ok) return failed(context.ok ? [] : context.problems, machine, format);
  // Neither a replay nor a sandbox waits.
  if (options.replay === undefined && options.sandbox === undefined) {
    machine.terminal.warn(estimateAsText(await estimateReads(context.value)));
  }
  const planning = await planNow(context.value, allow.value);
  const problems = [...planning.problems, ...(await context.value.close())];
  if (planning.plan !== undefined && options.out !== undefined && coversSomething(planning.plan)) {
    const out = { option: '--out', path: options.out };
    problems.push(...(await context.value.outputs.write(out, planAsJsonParts(planning.plan))));
  }
  if (planning.plan === undefined) return failed(problems, machine, format);
  if (file !== undefined) {
    const page = planAsHtml(planning.plan, problems);
    problems.push(...(await context.value.outputs.write({ option: '--html', path: file }, page)));
  }
  printProblems(problems, machine);
  machine.terminal.warn(unusedAllowances(allow.value, planning.plan.allowed) ?? '');
  const exit = exitCode({
    refused: planning.plan.refusals.length > 0,
    problems: problems.length > 0,
    changes: options.detailedExitcode === true && planning.plan.layers.some(({ changes }) => changes.length > 0),
  });
  if (format === 'json') return { exit, json: planJson(planning.plan, problems) };
  if (html === '-') machine.terminal.print(planAsHtml(planning.plan, problems));
  else printPlan(planning.plan, machine, { ...options, format }, problems);
  return exit;
}
