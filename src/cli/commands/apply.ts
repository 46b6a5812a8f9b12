import { STDIN, withStandardInput } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { isSent, type Plan, type Problem, type Stale } from '../../model/index.ts';
import {
  applyAndReplan,
  applyAndWait,
  EXIT,
  isSavedPlan,
  markRejected,
  notTried,
  openApply,
  type ReadyPlan,
  replan,
  writeUndo,
} from '../../operations/index.ts';
import { applyNotices, warningPrinter } from '../../publish/index.ts';
import { entriesAsText, entriesJson, reasonAsText, staleAsText } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { ApplyFlags } from '../flags.ts';
import { parseAllowances } from '../options.ts';
import { printPlan, printProblems } from '../print.ts';

/** `paths` can start with a saved plan: then exactly that plan is applied, or nothing. */
export type ApplyOptions = ApplyFlags & {
  readonly paths: readonly string[];
  /** Only these layers of a saved plan. */
  readonly layers?: readonly string[];
};

/** Re-plans, compares the result with the reviewed plan, asks for confirmation, applies and re-plans once more. */
export async function apply(options: ApplyOptions, machine: Machine): Promise<Ended> {
  const given = await withStandardInput(options.paths, machine);
  if (!given.ok) return failed(given.problems, machine, options.format);
  const fault = await notPlan(options.paths, given.value.machine);
  if (fault !== undefined) return failed([fault], machine, options.format);
  return applyPaths({ ...options, paths: given.value.paths }, given.value.machine);
}

/** A document that is in no repository cannot be applied: nothing could be compared with it later. */
async function notPlan(paths: readonly string[], machine: Machine): Promise<Problem | undefined> {
  const index = paths.indexOf('-');
  if (index === -1 || (index === 0 && (await isSavedPlan(STDIN, machine)))) return undefined;
  return {
    code: 'cli/usage',
    message: 'apply reads only a saved plan from standard input, as its first argument.',
    remedy: 'Save one with reconcile plan --out plan.json, or name the documents.',
  };
}

async function applyPaths(options: ApplyOptions, machine: Machine): Promise<Ended> {
  const { format } = options;
  const allow = parseAllowances(options.allow);
  const opened = allow.ok ? await openApply({ ...options, warn: warningPrinter(machine) }, machine) : allow;
  if (!allow.ok || !opened.ok) return failed(opened.ok ? [] : opened.problems, machine, format);
  const { context, reviewed } = opened.value;
  const replanned = await replan(context, reviewed, allow.value);
  switch (replanned.state) {
    case 'problems':
      return failed(replanned.problems, machine, format);
    case 'mismatch':
      return failed(replanned.problems, machine, format, EXIT.refused);
    case 'stale':
      if (format === 'json') return failed(replanned.stale.map(staleProblem), machine, format, EXIT.refused);
      machine.terminal.warn(staleAsText(replanned.stale, { colour: machine.terminal.warnColour }));
      return EXIT.refused;
    case 'refused':
      printProblems(replanned.problems, machine);
      if (format === 'json')
        return { exit: EXIT.refused, json: entriesJson(notTried(replanned.plan, machine), replanned.problems) };
      printPlan(replanned.plan, machine, { ...options, format });
      return EXIT.refused;
    case 'ready': {
      // A yes at the terminal counts as a review. If the prompt is skipped, the plan has not been reviewed.
      const isUnseen = reviewed === undefined && options.autoApprove === true;
      const ready = isUnseen ? { ...replanned, plan: markRejected(replanned.plan, undefined) } : replanned;
      printProblems(ready.problems, machine);
      if (format !== 'json') printPlan(ready.plan, machine, { ...options, format });
      const refusal = await askApproval(ready.plan, options, machine);
      return refusal ?? applyReady(ready, reviewed, options, machine);
    }
    default:
      return replanned satisfies never;
  }
}

async function applyReady(
  ready: ReadyPlan,
  reviewed: Plan | undefined,
  { undoDir, waitClaim, wait, format }: ApplyOptions,
  machine: Machine,
): Promise<Ended> {
  const { plan, context, live } = ready;
  const unwritten =
    undoDir === undefined ? [] : await writeUndo(undoDir, plan, context.workspace.desired, live, machine);
  if (unwritten.length > 0) return failed(unwritten, machine, format);
  const notices = applyNotices(machine);
  const { outcome, problems, exit } =
    wait === undefined
      ? await applyAndReplan(ready, notices, machine, waitClaim)
      : await applyAndWait(ready, reviewed ?? plan, wait, notices, machine, waitClaim);
  printProblems(problems, machine);
  if (format === 'json') return { exit, json: entriesJson(outcome, [...ready.problems, ...problems]) };
  machine.terminal.print(entriesAsText(outcome, { colour: machine.terminal.colour }));
  return exit;
}

/** Asks only if something is written: manual steps wait either way. Returns the end of the run if the answer is not yes. */
async function askApproval(plan: Plan, options: ApplyOptions, machine: Machine): Promise<Ended | undefined> {
  const writes = plan.layers.flatMap(({ changes }) => changes).filter(isSent);
  if (writes.length === 0 || options.autoApprove === true) return undefined;
  if (!machine.terminal.interactive) {
    const message = 'Not applied: no terminal to confirm on.';
    const remedy = 'Pass --auto-approve to apply without a prompt.';
    return failed([{ code: 'cli/not-interactive', message, remedy }], machine, options.format);
  }
  const answer = await machine.terminal.ask('Apply these changes? Only "yes" is accepted: ');
  if (answer?.trim() === 'yes') return undefined;
  machine.terminal.warn('Not applied.\n');
  return options.format === 'json'
    ? { exit: EXIT.problems, json: entriesJson(notTried(plan, machine), []) }
    : EXIT.problems;
}

function staleProblem(stale: Stale): Problem {
  return {
    code: 'apply/stale',
    layer: stale.layer,
    message: `Since the plan was reviewed, ${reasonAsText(stale)}. Nothing was written.`,
    remedy: 'Make a new plan and have it reviewed: reconcile plan',
  };
}
