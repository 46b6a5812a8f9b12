import { openReadContext, type ReadContext, replan, type Replanned, scopeOf } from '../../operations/index.ts';
import type { Plan, Problem } from '../../model/index.ts';
import { openStepsText, reasonAsText } from '../../render/index.ts';
import { type ActionContext, contextOptions } from '../context.ts';
import type { PlanSlice } from '../review/assign-layers.ts';
import { labelHint } from '../review/label-allowances.ts';

export type Finding = {
  /** `#7`. */
  readonly name: string;
  readonly pull: number;
  readonly state: FindingState;
  /** Reasons, one sentence each; may contain untrusted text. */
  readonly sentences: readonly string[];
  /** Our own text; for each state that needs an action before the merge. */
  readonly remedy?: string;
};

/**
 * `open`: would be applied, except for what a person does. `manual`: its plan is never applied automatically.
 * `failed`: the last run of its plan failed. `problems`: not everything could be read.
 */
export type FindingState = 'current' | 'open' | 'manual' | 'stale' | 'refused' | 'failed' | 'problems';

/** Whether something is to be done before the merge. */
export function isRed({ state }: Pick<Finding, 'state'>): boolean {
  return state === 'stale' || state === 'refused' || state === 'failed';
}

/** A new run of its plan workflow on the newest base: re-running an old one would plan the old merge commit. */
export const PLAN_AGAIN = 'To plan it again, update the branch, or close and reopen the pull request.';

export const RESOLVE_FAILED_PLAN = 'Resolve what that run reports: its comment or its log has the reasons.';

/** Re-plans each part of the checkout against the new base and compares it with the reviewed plan. Read-only. */
export async function recheckSlices(
  slices: readonly PlanSlice[],
  base: string,
  context: ActionContext,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const slice of slices) findings.push(await recheckSlice(slice, base, context));
  return findings;
}

async function recheckSlice(
  { update, plan }: PlanSlice,
  base: string,
  { inputs, machine }: ActionContext,
): Promise<Finding> {
  const options = { ...contextOptions(inputs, machine), ...scopeOf(plan), base };
  const runContext = await openReadContext(options, machine);
  const checked: Replanned<ReadContext> = runContext.ok
    ? await replan(runContext.value, plan, plan.allowed)
    : { state: 'problems', problems: runContext.problems };
  return { name: update.name, pull: update.pull?.number ?? 0, ...findingOf(checked) };
}

function findingOf(checked: Replanned<ReadContext>): Pick<Finding, 'state' | 'sentences' | 'remedy'> {
  switch (checked.state) {
    case 'ready':
      // If something could not be read, that part of the plan is unknown.
      return checked.problems.length > 0 ? unread(checked.problems) : readyFinding(checked.plan);
    case 'problems':
      return unread(checked.problems);
    case 'mismatch':
      return stale(checked.problems.map(({ message }) => message));
    case 'stale':
      return stale(checked.stale.map((one) => `${one.layer}: ${reasonAsText(one)}.`));
    case 'refused':
      return refused(checked.plan);
    default:
      return checked satisfies never;
  }
}

function readyFinding(plan: Plan): Pick<Finding, 'state' | 'sentences'> {
  const steps = openStepsText(plan);
  return steps === ''
    ? { state: 'current', sentences: [] }
    : { state: 'open', sentences: [`After the merge, it waits for a person: ${steps}.`] };
}

function stale(sentences: readonly string[]): Pick<Finding, 'state' | 'sentences' | 'remedy'> {
  return { state: 'stale', sentences, remedy: PLAN_AGAIN };
}

/** The labels that counted for the reviewed plan are applied already, so the refusals that are left need one. */
function refused({ refusals }: Plan): Pick<Finding, 'state' | 'sentences' | 'remedy'> {
  return {
    state: 'refused',
    sentences: refusals.map(({ policy, subject, message }) => `${subject}: ${policy}: ${message}`),
    remedy: `${labelHint(refusals, { policies: [] }) ?? ''} Or change the document.`,
  };
}

function unread(problems: readonly Problem[]): Pick<Finding, 'state' | 'sentences'> {
  return { state: 'problems', sentences: problems.map(({ code, message }) => `${code}: ${message}`) };
}
