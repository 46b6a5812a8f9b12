import type { Machine } from '../machine.ts';
import type { Plan, Problem } from '../model/index.ts';
import { planAsMarkdown, planAsText, problemsAsText } from '../render/index.ts';
import type { Format } from './options.ts';

type Output = Pick<Machine, 'terminal'>;

/** To standard error. */
export function printProblems(problems: readonly Problem[], { terminal }: Output): void {
  if (problems.length > 0) terminal.warn(problemsAsText(problems, { colour: terminal.warnColour }));
}

export type PlanFormat = { readonly format: Exclude<Format, 'json'>; readonly verbose?: boolean };

/** @param problems why layers could not be read; a Markdown page contains them */
export function printPlan(
  plan: Plan,
  { terminal }: Output,
  { format, verbose = false }: PlanFormat,
  problems: readonly Problem[] = [],
): void {
  if (format === 'markdown') terminal.print(planAsMarkdown(plan, { problems }));
  else terminal.print(planAsText(plan, { colour: terminal.colour, verbose }));
}
