import { applyNotices, warningPrinter } from '../../publish/index.ts';
import {
  applyAndReplan,
  EXIT,
  type ExitCode,
  markRejected,
  isSavedPlan,
  openWriteContext,
  readSavedPlan,
  type ReadyPlan,
  replan,
  scopeOf,
  notTried,
  type WriteContext,
  writeUndo,
} from '../../operations/index.ts';
import type { Machine } from '../../machine.ts';
import { type Allowance, isSent, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import { entriesAsJson, entriesAsText, planAsText, staleAsText } from '../../render/index.ts';
import { type CommonOptions, parseAllowances } from '../options.ts';
import { printProblems } from '../print-problems.ts';

export type ApplyOptions = CommonOptions & {
  /** Can start with a saved plan: then exactly that plan is applied, or nothing. */
  readonly paths: readonly string[];
  readonly allow: readonly string[];
  readonly autoApprove?: boolean;
  /** Folder for undo documents with the live state before the apply. */
  readonly undoDir?: string;
  readonly base?: string;
  readonly fixDrift?: boolean;
  /** How long to wait for another run, in milliseconds; 2 minutes if absent. */
  readonly waitClaim?: number;
};

/** Re-plans, compares the result with the reviewed plan, asks for confirmation, applies and re-plans once more. */
export async function apply(options: ApplyOptions, machine: Machine): Promise<ExitCode> {
  const start = await prepare(options, machine);
  if (!start.ok) {
    printProblems(start.problems, machine, options.format);
    return EXIT.problems;
  }
  const { context, reviewed, allow } = start.value;
  const checked = await replan(context, reviewed, allow);
  switch (checked.state) {
    case 'problems':
      printProblems(checked.problems, machine, options.format);
      return EXIT.problems;
    case 'elsewhere':
      printProblems(checked.problems, machine, options.format);
      return EXIT.refused;
    case 'stale':
      machine.terminal.warn(staleAsText(checked.stale, { colour: machine.terminal.colour }));
      return EXIT.refused;
    case 'refused':
      printProblems(checked.problems, machine, options.format, false);
      printPlan(checked.plan, options, machine);
      if (options.format === 'json')
        machine.terminal.print(entriesAsJson(notTried(checked.plan, machine), checked.problems));
      return EXIT.refused;
    case 'ready': {
      // A yes at the terminal counts as a review. If the prompt is skipped, the plan has not been reviewed.
      const isUnseen = reviewed === undefined && options.autoApprove === true;
      const ready = isUnseen ? { ...checked, plan: markRejected(checked.plan, undefined) } : checked;
      printProblems(checked.problems, machine, options.format, false);
      printPlan(ready.plan, options, machine);
      return confirmAndApply(ready, options, machine);
    }
    default:
      return checked satisfies never;
  }
}

function printPlan(plan: Plan, { format }: ApplyOptions, { terminal }: Machine): void {
  if (format === 'text') terminal.print(planAsText(plan, { colour: terminal.colour }));
}

async function confirmAndApply(ready: ReadyPlan, options: ApplyOptions, machine: Machine): Promise<ExitCode> {
  const { plan, context, live } = ready;
  const approved = await approve(plan, options, machine);
  if (approved !== 'yes') return approved;
  if (options.undoDir !== undefined) {
    const unwritten = await writeUndo(options.undoDir, plan, context.workspace.desired, live, machine);
    if (unwritten.length > 0) {
      printProblems(unwritten, machine, options.format);
      return EXIT.problems;
    }
  }
  const { outcome, problems, exit } = await applyAndReplan(ready, applyNotices(machine), machine, options.waitClaim);
  printProblems(problems, machine, options.format, false);
  machine.terminal.print(
    options.format === 'json'
      ? entriesAsJson(outcome, [...ready.problems, ...problems])
      : entriesAsText(outcome, { colour: machine.terminal.colour }),
  );
  return exit;
}

type Start = {
  readonly context: WriteContext;
  readonly reviewed: Plan | undefined;
  readonly allow: readonly Allowance[];
};

async function prepare(options: ApplyOptions, machine: Machine): Promise<Result<Start>> {
  const allow = parseAllowances(options.allow);
  if (!allow.ok) return allow;
  const [first, ...rest] = options.paths;
  const planned = first !== undefined && (await isSavedPlan(first, machine));
  const saved = planned ? await readSavedPlan(first, machine) : undefined;
  if (saved?.ok === false) return saved;
  const reviewed = saved?.value;
  const context = await openWriteContext(
    {
      ...options,
      warn: warningPrinter(machine),
      ...(reviewed && scopeOf(reviewed)),
      paths: planned ? rest : options.paths,
      inputs: planned ? [first] : [],
    },
    machine,
  );
  if (!context.ok) return context;
  // Policies that a saved plan lists as allowed do not count: anyone can write a file, so they must be repeated here.
  return ok({ context: context.value, reviewed, allow: allow.value });
}

/** Asks for confirmation if something is written: steps that wait for a person wait either way. */
async function approve(plan: Plan, options: ApplyOptions, machine: Machine): Promise<'yes' | ExitCode> {
  const writes = plan.layers.flatMap(({ changes }) => changes).filter(isSent);
  if (writes.length === 0 || options.autoApprove === true) return 'yes';
  if (!machine.terminal.interactive) {
    const problem: Problem = {
      code: 'cli/not-interactive',
      message: 'Not applied: no terminal to confirm on.',
      remedy: 'Pass --auto-approve to apply without a prompt.',
    };
    printProblems([problem], machine, options.format);
    return EXIT.problems;
  }
  const answer = await machine.terminal.ask('Apply this? Only "yes" does. ');
  if (answer?.trim() === 'yes') return 'yes';
  machine.terminal.warn('Nothing was applied.\n');
  return EXIT.problems;
}
