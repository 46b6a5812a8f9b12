import { findPage, findReviewedRun, type PullFacts } from '../../github/index.ts';
import { commitId, firstParents, isShallow } from '../../io/index.ts';
import { documentNames, fail, ok, type Result } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { appendOutputs } from '../../publish/index.ts';
import { type ActionContext, type EventFacts, withActionContext, wrongEvent } from '../context.ts';
import type { ActionCommand } from '../inputs.ts';
import { addToSummary, publishOptions } from '../publish-problems.ts';
import { assignLayers, type BranchUpdate } from '../review/assign-layers.ts';
import { findReviewedPlan } from '../review/reviewed-plan.ts';
import { reviewReads } from '../review-reads.ts';
import { memoizedDocuments, touchedLayers } from '../touched-layers.ts';
import { type Finding, isRed, PLAN_AGAIN, recheckSlices, RESOLVE_FAILED_PLAN } from './findings.ts';
import { findingsAsSummary, publishFindings } from './publish-findings.ts';

/**
 * Whether reviewed plans would still be applied: in the merge queue, and on a schedule for one open pull request. The
 * result has no digest.
 */
export const recheckCommand: ActionCommand = (inputs, machine) => withActionContext(inputs, machine, recheckEvent);

function recheckEvent(event: EventFacts, context: ActionContext): Promise<Result<ExitCode>> {
  const { pull } = context.inputs;
  switch (event.name) {
    case 'merge_group':
      return recheckGroup(event, context);
    case 'schedule':
    case 'workflow_dispatch':
      return pull === undefined ? listPulls(context) : recheckPull(pull, context);
    default:
      return Promise.resolve(wrongEvent('recheck', event.name, 'merge_group, schedule or workflow_dispatch'));
  }
}

/** All pull requests of a merge group together, because they are merged together. */
async function recheckGroup({ group }: EventFacts, context: ActionContext): Promise<Result<ExitCode>> {
  if (group === undefined) return fail({ code: 'github/unreadable', message: 'The event has no merge_group.' });
  const { head, base, branch } = group;
  const here = await commitAt('HEAD', context);
  if (here !== head) {
    return fail({
      code: 'base/unknown',
      message: `The checked-out commit ${here?.slice(0, 12) ?? '(none)'} is not the head of the merge group.`,
      remedy: 'Remove ref from actions/checkout; on merge_group, it checks out the group.',
    });
  }
  const touched = await touchedLayers(base, head, memoizedDocuments(context));
  if (!touched.ok) return touched;
  if (touched.value.length === 0) return nothingToCheck('This merge group changes no layer.', context);
  const pulls = await context.repository.queued(branch, head);
  if (!pulls.ok) return pulls;
  return recheckTogether(pulls.value, base, touched.value, context);
}

/** Checks one open pull request on GitHub's test merge. */
async function recheckPull(number: number, context: ActionContext): Promise<Result<ExitCode>> {
  const pull = await context.repository.pull(number);
  if (!pull.ok) return pull;
  if (pull.value.state === 'closed') return nothingToCheck(`#${number} is closed.`, context);
  const [base, merged] = [await commitAt('HEAD^1', context), await commitAt('HEAD^2', context)];
  if (base === undefined) {
    const remedy = `Check out refs/pull/${number}/merge with fetch-depth: 2 or more.`;
    return fail({
      code: 'base/unknown',
      message: 'The clone does not have the parents of the checked-out commit.',
      remedy,
    });
  }
  if (merged !== pull.value.head) {
    const why = 'it conflicts with its base, or a new commit was pushed';
    return nothingToCheck(`The checked-out commit does not merge the last commit of #${number}: ${why}.`, context);
  }
  const touched = await touchedLayers(base, 'HEAD', memoizedDocuments(context));
  if (!touched.ok) return touched;
  if (touched.value.length === 0) return nothingToCheck(`#${number} changes no layer.`, context);
  return recheckTogether([pull.value], base, touched.value, context);
}

/** @param pulls oldest first */
async function recheckTogether(
  pulls: readonly PullFacts[],
  base: string,
  touched: readonly string[],
  checkedOut: ActionContext,
): Promise<Result<ExitCode>> {
  // The checkout is not merged yet, so the settings of the base must also allow showing money.
  const publish = await publishOptions(checkedOut.inputs.config, checkedOut.machine, base);
  const context: ActionContext = { ...checkedOut, publish };
  const branch = await commitsOf(base, context);
  const updates: BranchUpdate[] = [];
  for (const pull of pulls.toReversed()) {
    const review = await findReviewedPlan(pull, branch, reviewReads(pull, base, context));
    if (!review.ok) return review;
    // What an incomplete plan pauses is applied after the merge, but the pull request has something to resolve before.
    const complete = 'plan' in review.value ? (review.value.incomplete ?? review.value) : review.value;
    updates.push({ name: `#${pull.number}`, pull, touched: [], review: complete });
  }
  const { slices } = assignLayers(updates);
  const known = new Set(updates.flatMap(({ review }) => ('plan' in review ? documentNames(review.plan) : [])));
  const open = touched.filter((name) => !known.has(name));
  const checked = await recheckSlices(slices, base, context);
  const without = updates.toReversed().flatMap((update) => unreviewed(update, open));
  const findings = [...without, ...(without.length === 0 ? unplanned(pulls, open) : []), ...checked];
  await publishFindings(findings, pulls, context);
  return ok(exitOf(findings));
}

/** A pull request without a plan matters if a layer changes that is in no plan. */
function unreviewed({ name, pull, review }: BranchUpdate, open: readonly string[]): readonly Finding[] {
  if ('plan' in review || open.length === 0 || pull === undefined) return [];
  const about = { name, pull: pull.number, sentences: [review.why] };
  if (review.digestOnly === true) return [{ ...about, state: 'manual' }];
  if (review.planFailed === true) return [{ ...about, state: 'failed', remedy: RESOLVE_FAILED_PLAN }];
  // The remedy of the review is for a merged pull request: this one can still be planned again.
  return [{ ...about, state: 'stale', remedy: PLAN_AGAIN }];
}

/** Every pull request has a plan, but none shows this layer: which one changes it is unknown. */
function unplanned(pulls: readonly PullFacts[], open: readonly string[]): readonly Finding[] {
  const sentences = [`No reviewed plan contains these changed layers: ${open.slice(0, 10).join(', ')}.`];
  return open.length === 0
    ? []
    : pulls.map(({ number }) => ({ name: `#${number}`, pull: number, state: 'stale', sentences, remedy: PLAN_AGAIN }));
}

function exitOf(findings: readonly Finding[]): ExitCode {
  if (findings.some(isRed)) return EXIT.refused;
  return findings.some(({ state }) => state === 'problems') ? EXIT.problems : EXIT.ok;
}

async function nothingToCheck(sentence: string, { machine }: ActionContext): Promise<Result<ExitCode>> {
  machine.terminal.print(`${sentence} Nothing to check.\n`);
  await addToSummary(() => findingsAsSummary([sentence]), machine);
  return ok(EXIT.ok);
}

/** `undefined` for a shallow clone, whose history is incomplete. */
async function commitsOf(base: string, { machine, opened }: ActionContext): Promise<ReadonlySet<string> | undefined> {
  const shallow = await isShallow(opened.root, machine);
  const listed = await firstParents(base, opened.root, machine);
  return shallow.ok && !shallow.value && listed.ok ? new Set(listed.value.map(({ id }) => id)) : undefined;
}

async function commitAt(ref: string, { machine, opened }: ActionContext): Promise<string | undefined> {
  const id = await commitId(ref, opened.root, machine);
  return id.ok ? id.value : undefined;
}

/** Maximum number of jobs in a matrix. Source: docs.github.com, usage limits of GitHub Actions (documented). */
const MAX_MATRIX_JOBS = 256;

/** The open pull requests that have a plan, as a JSON list for a matrix: each is rechecked in its own checkout. */
export async function listPulls(context: ActionContext): Promise<Result<ExitCode>> {
  const { repository, machine } = context;
  const open = await repository.openPulls();
  if (!open.ok) return open;
  const planned: number[] = [];
  for (const pull of open.value) {
    const has = await hasPlan(pull, context);
    if (!has.ok) return has;
    if (has.value) planned.push(pull.number);
  }
  const leftOut = planned.length - MAX_MATRIX_JOBS;
  await appendOutputs({ pulls: JSON.stringify(planned.slice(0, MAX_MATRIX_JOBS)) }, machine);
  machine.terminal.print(`${planned.length} of ${open.value.length} open pull requests have a plan.\n`);
  if (leftOut > 0)
    machine.terminal.warn(`The newest ${leftOut} are left out: a matrix has at most ${MAX_MATRIX_JOBS} jobs.\n`);
  return ok(EXIT.ok);
}

/** Whether there is a trusted run, or a comment of ours that a reader may rely on. Forks have neither. */
async function hasPlan(pull: PullFacts, context: ActionContext): Promise<Result<boolean>> {
  const { repository, github, inputs, owner, repo, publish } = context;
  const here = `${owner}/${repo}`;
  if (pull.headRepository?.toLowerCase() !== here.toLowerCase()) return ok(false);
  const runs = await repository.runsOf(pull.head);
  if (!runs.ok) return runs;
  if (findReviewedRun(pull, runs.value, inputs.planWorkflow, here).trusted) return ok(true);
  const page = await findPage(
    { root: publish.pageRoot },
    { owner, repo, number: pull.number, fromFork: false },
    github,
  );
  return page.ok ? ok(page.value !== undefined) : page;
}
