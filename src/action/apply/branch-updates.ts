import type { PullFacts } from '../../github/index.ts';
import { documentNames, fail, memoize, ok, type Plan, type Problem, type Result } from '../../model/index.ts';
import type { ActionContext } from '../context.ts';
import { type BranchUpdate, BY_DIGEST, type NotReviewed } from '../review/assign-layers.ts';
import { findReviewedPlan } from '../review/reviewed-plan.ts';
import { reviewReads } from '../review-reads.ts';
import { type Documents, memoizedDocuments, touchedLayers } from '../touched-layers.ts';
import { layerCommits } from './layer-commits.ts';
import { type Commit, type Range, readRange } from './range.ts';
import { type LayerState, readLayerStates } from './layer-states.ts';

type Group = {
  /** Newest first; never empty. */
  readonly commits: readonly [Commit, ...Commit[]];
  readonly pull: PullFacts | undefined;
};

/** Number of retries: GitHub links a commit to its pull request a few seconds after the push (second-hand). */
const MAX_LINK_RETRIES = 2;
const LINK_RETRY_DELAY_MS = 5_000;

/**
 * Updates of the branch, newest first. Commits that cannot affect a layer are left out and need no review.
 *
 * @param branch base of the pull requests
 * @param wanted only layers that matter; older updates of these are not read. Absent: all
 */
export async function readBranchUpdates(
  range: Range,
  branch: string,
  context: ActionContext,
  wanted?: ReadonlySet<string>,
): Promise<Result<readonly BranchUpdate[]>> {
  const commits = await layerCommits(range, context);
  if (!commits.ok) return commits;
  const documents = memoizedDocuments(context);
  const position = new Map(range.commits.map(({ id }, index) => [id, index]));
  const pulls = memoizedPulls(position, range.pushed, branch, context);
  const updates: BranchUpdate[] = [];
  const left = wanted === undefined ? undefined : new Set(wanted);
  for (let at = 0; at < commits.value.length; ) {
    if (left?.size === 0) break;
    const group = await nextGroup(commits.value.slice(at), pulls);
    if (!group.ok) return group;
    at += group.value.commits.length;
    const update = await readUpdate(group.value, range, documents, context, wanted);
    if (!update.ok) return update;
    if (update.value === undefined) continue;
    updates.push(update.value);
    const { touched, review } = update.value;
    for (const name of [...touched, ...('plan' in review ? documentNames(review.plan) : [])]) left?.delete(name);
  }
  return ok(updates);
}

/** `undefined` if it affects no layer that matters. */
async function readUpdate(
  { commits, pull }: Group,
  { branch, pushed }: Range,
  documents: Documents,
  context: ActionContext,
  wanted: ReadonlySet<string> | undefined,
): Promise<Result<BranchUpdate | undefined>> {
  const [newest] = commits;
  const base = commits.at(-1)?.parent;
  const isOwn = commits.some(({ id }) => pushed.has(id));
  const touched = await touchedLayers(base, newest.id, documents);
  if (!touched.ok) return touched;
  const matters = touched.value.filter((name) => wanted === undefined || wanted.has(name));
  if (matters.length === 0) return ok(undefined);
  const review =
    pull === undefined || base === undefined
      ? ok(withoutPull(commits))
      : await findReviewedPlan(pull, branch, reviewReads(pull, base, context));
  if (!review.ok) return review;
  return ok({
    name: pull === undefined ? commitsText(commits) : `#${pull.number}`,
    ...(pull !== undefined && { pull }),
    commit: newest.id,
    ...(!isOwn && { isEarlier: true }),
    touched: matters,
    review: 'plan' in review.value ? { ...review.value, plan: planOf(wanted, review.value.plan) } : review.value,
  });
}

/** Its other layers have a newer plan, which is applied already. */
function planOf(wanted: ReadonlySet<string> | undefined, plan: Plan): Plan {
  return wanted === undefined ? plan : { ...plan, layers: plan.layers.filter(({ name }) => wanted.has(name)) };
}

function withoutPull(commits: readonly Commit[]): NotReviewed {
  const were = commits.length === 1 ? 'The commit was' : 'The commits were';
  return { why: `${were} pushed without a pull request, so no plan was reviewed.`, remedy: BY_DIGEST };
}

type PullOf = (commit: Commit) => Promise<Result<PullFacts | undefined>>;

/** Asks GitHub once per commit. */
function memoizedPulls(
  position: ReadonlyMap<string, number>,
  pushed: ReadonlySet<string>,
  branch: string,
  context: ActionContext,
): PullOf {
  const retries = { left: MAX_LINK_RETRIES };
  const none = { left: 0 };
  return memoize((commit: Commit) => pullOf(commit, position, branch, pushed.has(commit.id) ? retries : none, context));
}

/** A rebase puts several commits of one pull request on the branch; a push can contain several commits too. */
async function nextGroup(commits: readonly Commit[], pulls: PullOf): Promise<Result<Group>> {
  const [newest, ...older] = commits;
  if (newest === undefined) throw new Error('a group has a commit');
  const pull = await pulls(newest);
  if (!pull.ok) return pull;
  const group: [Commit, ...Commit[]] = [newest];
  for (const commit of older) {
    const other = await pulls(commit);
    if (!other.ok) return other;
    if (other.value?.number !== pull.value?.number) break;
    group.push(commit);
  }
  return ok({ commits: group, pull: pull.value });
}

/** The merged pull request of a commit: its merge commit is this commit or the nearest later one. */
async function pullOf(
  commit: Commit,
  position: ReadonlyMap<string, number>,
  branch: string,
  retries: { left: number },
  { repository, machine }: ActionContext,
): Promise<Result<PullFacts | undefined>> {
  const own = position.get(commit.id) ?? 0;
  for (;;) {
    const linked = await repository.pullsOf(commit.id);
    if (!linked.ok) return linked;
    const merges = linked.value.flatMap((pull) => {
      const at = pull.mergeCommit === null ? undefined : position.get(pull.mergeCommit);
      return pull.merged && pull.base === branch && at !== undefined && at <= own ? [{ pull, at }] : [];
    });
    const nearest = merges.toSorted((one, other) => other.at - one.at)[0]?.pull;
    if (nearest !== undefined || retries.left === 0) return ok(nearest);
    retries.left -= 1;
    await machine.sleep(LINK_RETRY_DELAY_MS, machine.stop);
  }
}

function commitsText(commits: readonly [Commit, ...Commit[]]): string {
  const [newest] = commits;
  const oldest = commits.at(-1) ?? newest;
  const short = ({ id }: Commit): string => id.slice(0, 7);
  return oldest === newest ? short(newest) : `${short(oldest)}…${short(newest)}`;
}

/** Updates of the branch since the last settled deployment. */
export type PendingUpdates = { readonly range: Range; readonly updates: readonly BranchUpdate[] };

/**
 * Reads from git and GitHub.
 *
 * @param before commit of the branch before the push, according to the event
 * @param problemsOf returns problems that rule out this range
 */
export async function readPendingUpdates(
  branch: string,
  before: string | undefined,
  context: ActionContext,
  problemsOf: (range: Range) => readonly Problem[] = () => [],
): Promise<Result<PendingUpdates>> {
  const { repository, inputs, opened, machine } = context;
  const deployed = await repository.lastDeployed(inputs.environment);
  if (!deployed.ok) return deployed;
  const range = await readRange(opened.root, deployed.value, before, machine);
  if (!range.ok) return range;
  const problems = problemsOf(range.value);
  if (problems.length > 0) return fail(...problems);
  const states = range.value.from === undefined ? await readLayerStates(range.value, context) : undefined;
  const wanted = states && new Set([...states].filter(([, layer]) => isPending(layer)).map(([name]) => name));
  const updates = await readBranchUpdates(range.value, branch, context, wanted);
  return updates.ok ? ok({ range: range.value, updates: updates.value }) : updates;
}

function isPending({ state }: LayerState): boolean {
  return state === 'left' || state === 'unrecorded';
}
