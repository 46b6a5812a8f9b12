import { commentMarker, type Plan, type Result, type UpdateOutcome } from '../../model/index.ts';
import { findPage, type Posted, postPage, type Pull, pullText, runUrl } from '../../github/index.ts';
import {
  isOpenOutcome,
  outcomeAsComment,
  outcomeAsLog,
  outcomeAsSummary,
  type RunOutcome,
} from '../../render/index.ts';
import { failureReason, redactDeep } from '../../io/index.ts';
import { appendOutputs, planOutputs } from '../../publish/index.ts';
import type { ActionContext } from '../context.ts';
import { addToSummary } from '../publish-problems.ts';

export type PublishedUpdate = { readonly pull: number; readonly outcome: UpdateOutcome };

/**
 * In the log, the summary, the outputs and on each merged pull request. A comment that cannot be posted is only logged,
 * because the apply is done.
 *
 * @param plans the plans to apply, for outputs
 */
export async function publishOutcome(
  run: RunOutcome,
  updates: readonly PublishedUpdate[],
  plans: readonly Plan[],
  context: ActionContext,
): Promise<void> {
  const { machine, publish } = context;
  const { hideMoney, clean } = publish;
  const [outcome, redacted] = redactDeep([run, updates] as const, { clean });
  machine.terminal.print(clean(outcomeAsLog(outcome, { hideMoney })));
  await addToSummary((limit) => clean(outcomeAsSummary(outcome, { hideMoney, limit })), machine);
  await publishOutputs(outcome, plans, context);
  for (const update of redacted) await comment(update, context);
}

async function comment({ pull: number, outcome }: PublishedUpdate, context: ActionContext): Promise<void> {
  const { machine, publish, github, owner, repo } = context;
  const { pageRoot, hideMoney, clean } = publish;
  const pull: Pull = { owner, repo, number, fromFork: false };
  const url = runUrl(machine.env);
  if (outcome.result.kind === 'settled' && !(await hasOpenOutcome(pull, context))) return;
  const first = commentMarker(pageRoot, 'outcome');
  const body = clean(outcomeAsComment(outcome, { first, hideMoney, ...(url !== undefined && { runUrl: url }) }));
  const posted: Result<Posted> = await postPage({ root: pageRoot, body, kind: 'outcome' }, pull, github);
  if (posted.ok) return;
  const [problem] = posted.problems;
  const why = `${problem?.message ?? ''} ${problem?.remedy ?? ''}`.trim();
  machine.terminal.warn(`The outcome could not be posted on ${pullText(pull)}; the apply has ended: ${why}\n`);
}

/** A comment that lists what was done is not replaced by one that says so. */
async function hasOpenOutcome(pull: Pull, { publish: { pageRoot }, github }: ActionContext): Promise<boolean> {
  const found = await findPage({ root: pageRoot, kind: 'outcome' }, pull, github);
  return found.ok && (found.value === undefined || isOpenOutcome(found.value.body));
}

async function publishOutputs(
  { remaining }: RunOutcome,
  plans: readonly Plan[],
  { machine }: ActionContext,
): Promise<void> {
  const [only, ...more] = plans;
  const all = combinedPlan(plans);
  if (all === undefined && remaining === undefined) return;
  const digest = remaining?.digest ?? (more.length === 0 ? only?.digest : undefined) ?? '';
  const outputs = all === undefined ? { digest } : { ...planOutputs(all, ''), digest };
  try {
    await appendOutputs(outputs, machine);
  } catch (error) {
    machine.terminal.warn(`The outputs could not be written (${failureReason(error)}).\n`);
  }
}

/** Several plans combined for counting. */
function combinedPlan(plans: readonly Plan[]): Plan | undefined {
  const [first] = plans;
  return (
    first && { ...first, layers: plans.flatMap(({ layers }) => layers), refusals: plans.flatMap((one) => one.refusals) }
  );
}
