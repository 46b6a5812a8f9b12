import type { PullFacts } from '../../github/index.ts';
import { fail, ok, type Problem, type Result, settingsFilePaths } from '../../model/index.ts';
import type { ActionContext } from '../context.ts';
import { type BranchUpdate, BY_DIGEST, type NotReviewed } from '../review/assign-layers.ts';
import { findReviewedPlan } from '../review/reviewed-plan.ts';
import { reviewReads } from '../review-reads.ts';
import { memoizedDocuments, touchedLayers } from '../touched-layers.ts';
import { canAffectLayer, type Commit, isOurs, type Range, readRange } from './range.ts';

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
 */
export async function readBranchUpdates(
  range: Range,
  branch: string,
  context: ActionContext,
): Promise<Result<readonly BranchUpdate[]>> {
  const groups = await groupsOf(range, branch, context);
  if (!groups.ok) return groups;
  const documents = memoizedDocuments(context);
  const updates: BranchUpdate[] = [];
  for (const { commits, pull } of groups.value) {
    const [newest] = commits;
    const base = commits.at(-1)?.parent;
    const touched = await touchedLayers(base, newest.id, documents);
    if (!touched.ok) return touched;
    if (touched.value.length === 0) continue;
    const review =
      pull === undefined || base === undefined
        ? withoutPull(commits)
        : await findReviewedPlan(pull, range.branch, reviewReads(pull, base, context));
    if ('ok' in review && !review.ok) return review;
    updates.push({
      name: pull === undefined ? commitsText(commits) : `#${pull.number}`,
      ...(pull !== undefined && { pull }),
      touched: touched.value,
      review: 'ok' in review ? review.value : review,
    });
  }
  return ok(updates);
}

function withoutPull(commits: readonly Commit[]): NotReviewed {
  const were = commits.length === 1 ? 'The commit was' : 'The commits were';
  return { why: `${were} pushed without a pull request, so no plan was reviewed.`, remedy: BY_DIGEST };
}

async function groupsOf(range: Range, branch: string, context: ActionContext): Promise<Result<readonly Group[]>> {
  const { machine, opened, settingsPath } = context;
  const position = new Map(range.commits.map(({ id }, index) => [id, index]));
  const groups: Group[] = [];
  const retries = { left: MAX_LINK_RETRIES };
  // If the settings changed, the old ones may match other files as documents. Then every commit counts.
  const rules = (path: string): boolean => settingsFilePaths(settingsPath).includes(path);
  const moved = await canAffectLayer(range.from, range.head, rules, opened.root, machine);
  if (!moved.ok) return moved;
  const ours = moved.value ? () => true : isOurs(settingsPath, opened.settings.layers);
  for (const commit of range.commits) {
    const matters = await canAffectLayer(commit.parent, commit.id, ours, opened.root, machine);
    if (!matters.ok) return matters;
    if (!matters.value) continue;
    const pull = await pullOf(commit, position, branch, retries, context);
    if (!pull.ok) return pull;
    const last = groups.at(-1);
    // A rebase puts several commits of one pull request on the branch; a push can contain several commits too.
    if (last !== undefined && last.pull?.number === pull.value?.number) {
      groups[groups.length - 1] = { ...last, commits: [...last.commits, commit] };
    } else groups.push({ commits: [commit], pull: pull.value });
  }
  return ok(groups);
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

/** Updates of the branch since the last successful deployment. */
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
  const updates = await readBranchUpdates(range.value, branch, context);
  return updates.ok ? ok({ range: range.value, updates: updates.value }) : updates;
}
