import type { Machine } from '../machine.ts';
import type { Plan, Problem } from '../model/index.ts';
import { planAsJson, planAsMarkdown, planAsText, problemsAsJson, problemsAsText } from '../render/index.ts';
import type { Format } from './options.ts';

type Output = Pick<Machine, 'terminal'>;

/** Prints problems to standard error, or to standard output if the format is JSON and nothing else is printed. */
export function printProblems(problems: readonly Problem[], { terminal }: Output, format: Format, alone = true): void {
  if (problems.length === 0) return;
  if (format === 'json' && alone) terminal.print(problemsAsJson(problems));
  else terminal.warn(problemsAsText(problems, { colour: terminal.warnColour }));
}

export type PlanFormat = { readonly format: Format; readonly verbose?: boolean };

/** @param problems part of JSON output; otherwise `printProblems` prints them */
export function printPlan(
  plan: Plan,
  { terminal }: Output,
  { format, verbose = false }: PlanFormat,
  problems: readonly Problem[] = [],
): void {
  if (format === 'json') terminal.print(planAsJson(plan, problems));
  else if (format === 'markdown') terminal.print(planAsMarkdown(plan));
  else terminal.print(planAsText(plan, { colour: terminal.colour, verbose }));
}
