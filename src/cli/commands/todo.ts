import type { Machine } from '../../machine.ts';
import type { Plan } from '../../model/index.ts';
import { type ExitCode, exitCode, openTodo } from '../../operations/index.ts';
import { warningPrinter } from '../../publish/index.ts';
import { todoAsText, todoJson, tourEndAsText, tourOf } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { TodoFlags } from '../flags.ts';
import { parseAllowances } from '../options.ts';
import { printProblems } from '../print.ts';
import { walk } from '../walk.ts';

type TodoOptions = TodoFlags & { readonly names: readonly string[] };

/**
 * Walks a person through the open manual steps, one screen at a time, and records each. State is only the ledger and
 * what the APIs show, so it can stop at any step. Without a terminal, or as JSON, it lists the steps.
 */
export async function todo(options: TodoOptions, machine: Machine): Promise<Ended> {
  const { format, verbose = false, ...rest } = options;
  const { colour, interactive, print } = machine.terminal;
  const allow = parseAllowances(options.allow);
  const opened = allow.ok
    ? await openTodo({ ...rest, paths: [], allow: allow.value, warn: warningPrinter(machine) }, machine)
    : allow;
  if (!allow.ok || !opened.ok) return failed(opened.ok ? [] : opened.problems, machine, format);
  const { plan, problems } = opened.value;
  if (plan === undefined) return failed(problems, machine, format);
  printProblems(problems, machine);
  const isGuided = interactive && format === 'text';
  if (!isGuided) {
    const tour = tourOf(plan);
    const exit = exitOf(plan, problems.length > 0);
    if (format === 'json') return { exit, json: todoJson(tour, problems) };
    print(todoAsText(tour, plan, { colour, verbose }));
    return exit;
  }
  const end = await walk(opened.value, plan, { ...options, allow: allow.value }, machine);
  print(`\n${tourEndAsText(tourOf(end.plan), end.plan, { colour, verbose })}`);
  return exitOf(end.plan, problems.length > 0 || end.failed);
}

function exitOf({ layers, refusals }: Plan, hasProblems: boolean): ExitCode {
  const waiting = layers.some(({ changes }) => changes.some(({ step }) => step.by === 'human'));
  return exitCode({ refused: refusals.length > 0, problems: hasProblems, waiting });
}
