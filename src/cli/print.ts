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

export function printPlan(plan: Plan, { terminal }: Output, { format, verbose = false }: PlanFormat): void {
  if (format === 'markdown') terminal.print(planAsMarkdown(plan));
  else terminal.print(planAsText(plan, { colour: terminal.colour, verbose }));
}
