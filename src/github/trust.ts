import { settingsFilePaths } from '../model/index.ts';
import { sameName } from './facts.ts';
import type { Actor, Move, PullFacts, WorkflowRun } from './repository.ts';

/** Why it is uncertain what was reviewed. Nothing is applied then. */
export type UntrustedReason =
  | { readonly why: 'no-run'; readonly workflow: string; readonly head: string }
  | { readonly why: 'other-event'; readonly run: WorkflowRun }
  | { readonly why: 'fork'; readonly run: WorkflowRun; readonly repository: string }
  | { readonly why: 'after-merge'; readonly run: WorkflowRun; readonly mergedAt: string }
  | { readonly why: 'unfinished'; readonly run: WorkflowRun }
  | { readonly why: 'not-green'; readonly run: WorkflowRun }
  | { readonly why: 'base-moved'; readonly run: WorkflowRun; readonly at: string }
  | { readonly why: 'other-branch'; readonly run: WorkflowRun; readonly branch: string }
  | { readonly why: 'before-open'; readonly run: WorkflowRun; readonly openedAt: string }
  | { readonly why: 'shared-branch'; readonly run: WorkflowRun; readonly number: number }
  | { readonly why: 'edits-rules'; readonly files: readonly string[] }
  | { readonly why: 'too-many-files' };

export type Reviewed =
  | { readonly trusted: true; readonly run: WorkflowRun }
  | { readonly trusted: false; readonly distrust: UntrustedReason };

/**
 * The run whose plan was on the pull request at the merge: the latest for its last commit. An earlier green run does
 * not count, because a later one may be red after a label was removed.
 *
 * A run has a commit but no pull request: use `plannedElsewhere` as well.
 *
 * @param runs for the pull request's head, in any order
 * @param workflow path of the file whose runs are trusted: `.github/workflows/reconcile-plan.yml`
 * @param repository `acme/ads`
 */
export function findReviewedRun(
  pull: PullFacts,
  runs: readonly WorkflowRun[],
  workflow: string,
  repository: string,
): Reviewed {
  const [any, ...more] = runs.filter((run) => run.head === pull.head && fileOf(run.path) === workflow);
  if (any === undefined) return distrusted({ why: 'no-run', workflow, head: pull.head });

  // Anyone with write access can start the same file on push or manually, on a branch without a review.
  const [first, ...others] = [any, ...more].filter((run) => run.event === 'pull_request');
  if (first === undefined) return distrusted({ why: 'other-event', run: any });

  const [ours, ...further] = [first, ...others].filter(
    (run) => run.headRepository !== null && sameName(run.headRepository, repository),
  );
  if (ours === undefined) return distrusted({ why: 'fork', run: first, repository });

  // Anyone who may push can put the same commit on another branch and have it planned at any time. Such a run is no
  // evidence about this pull request.
  const [own, ...rest] = [ours, ...further].filter((run) => run.headBranch === pull.headBranch);
  if (own === undefined) return distrusted({ why: 'other-branch', run: ours, branch: pull.headBranch });

  // A run that began after the merge was not reviewed. Attempts count by their start time.
  const { mergedAt } = pull;
  const inTime = [own, ...rest].filter((run) => mergedAt === null || Date.parse(run.startedAt) <= Date.parse(mergedAt));
  const [latest] = inTime.toSorted(laterFirst);
  if (latest === undefined) return distrusted({ why: 'after-merge', run: own, mergedAt: mergedAt ?? '' });
  if (latest.status !== 'completed') return distrusted({ why: 'unfinished', run: latest });
  return latest.conclusion === 'success'
    ? { trusted: true, run: latest }
    : distrusted({ why: 'not-green', run: latest });
}

/**
 * The account that pushed a commit to a branch: the actor of the first run for it there. Later events, such as a label
 * or a new title, have other actors. `undefined` if there is no run: a push with the token of a workflow starts none.
 *
 * @param runs for the commit, in any order
 */
export function pusherOf(
  head: string,
  branch: string,
  runs: readonly WorkflowRun[],
  repository: string,
): Actor | null | undefined {
  const [first] = runs
    .filter((run) => run.event === 'pull_request' && run.head === head && run.headBranch === branch)
    .filter((run) => run.headRepository !== null && sameName(run.headRepository, repository))
    .toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt) || one.id - other.id);
  return first?.actor;
}

/**
 * Whether a run may have planned against another base than the target of the pull request, with the workflow and
 * settings of that branch. A run does not show it: GitHub records its head, but not its base. So a run is not trusted
 * if the base was changed after it began, or if another pull request from the same branch was open then; GitHub allows
 * those only for different bases.
 *
 * @param moves of the pull request, since it was opened
 * @param siblings all pull requests from the same branch, including closed ones and possibly this one
 */
export function plannedElsewhere(
  pull: PullFacts,
  run: WorkflowRun,
  moves: readonly Move[],
  siblings: readonly PullFacts[],
): UntrustedReason | undefined {
  const moved = moves.filter(({ what }) => what === 'base').at(-1);
  // A later attempt plans the same merge again, so the time of the first counts.
  const began = Date.parse(run.createdAt);
  if (moved !== undefined && began <= Date.parse(moved.at)) return { why: 'base-moved', run, at: moved.at };
  // The run was for an earlier pull request, whatever became of that.
  if (began < Date.parse(pull.openedAt)) return { why: 'before-open', run, openedAt: pull.openedAt };
  const sibling = siblings.find(
    ({ number, openedAt, closedAt }) =>
      number !== pull.number && Date.parse(openedAt) <= began && (closedAt === null || began <= Date.parse(closedAt)),
  );
  return sibling === undefined ? undefined : { why: 'shared-branch', run, number: sibling.number };
}

/**
 * Whether a pull request leaves its own rules unchanged: workflows, actions and settings. Edited rules were in force
 * when its own plan was made.
 *
 * @param files all changed files, including the old paths of moved files
 * @param settingsFile path from the root of the repository; `undefined` if it does not exist
 */
export function checkControlFiles(
  files: readonly string[] | 'too many',
  settingsFile: string | undefined,
): { readonly trusted: true } | { readonly trusted: false; readonly distrust: UntrustedReason } {
  if (files === 'too many') return distrusted({ why: 'too-many-files' });
  const settings = settingsFile?.replace(/^(?:\.\/)+/, '');
  const named = settings === undefined ? [] : settingsFilePaths(settings);
  const rules = files.filter((file) => isRule(file) || named.includes(file));
  return rules.length === 0 ? { trusted: true } : distrusted({ why: 'edits-rules', files: rules });
}

export function distrustText(distrust: UntrustedReason): { readonly message: string; readonly remedy: string } {
  const remedy = distrust.why === 'unfinished' ? `If it ends green, run the apply again. ${BY_DIGEST}` : BY_DIGEST;
  return { message: sentenceOf(distrust), remedy };
}

function distrusted(distrust: UntrustedReason): { readonly trusted: false; readonly distrust: UntrustedReason } {
  return { trusted: false, distrust };
}

function sentenceOf(distrust: UntrustedReason): string {
  switch (distrust.why) {
    case 'no-run':
      return `No run of ${distrust.workflow} is known for commit ${distrust.head}.`;
    case 'other-event':
      return `${named(distrust.run)} was started by ${distrust.run.event}, not by a pull request.`;
    case 'fork':
      return `${named(distrust.run)} was for ${distrust.run.headRepository ?? 'a repository that is gone'}, not for ${distrust.repository}.`;
    case 'after-merge':
      return `${named(distrust.run)} began after the merge at ${distrust.mergedAt}, so nobody reviewed its plan.`;
    case 'unfinished':
      return `${named(distrust.run)} is not finished, so nobody reviewed its plan.`;
    case 'not-green':
      return `${named(distrust.run)} was the last before the merge and ended with ${distrust.run.conclusion ?? 'nothing'}: its plan was refused, or never made.`;
    case 'base-moved':
      return `${named(distrust.run)} planned against another base: the pull request was pointed at this one at ${distrust.at}.`;
    case 'other-branch':
      return `${named(distrust.run)} was for the branch ${distrust.run.headBranch ?? '(unknown)'}, not for ${distrust.branch}.`;
    case 'before-open':
      return `${named(distrust.run)} began before the pull request was opened at ${distrust.openedAt}, so it planned another one.`;
    case 'shared-branch':
      return `${named(distrust.run)} may have planned pull request #${distrust.number}, which was open from the same branch.`;
    case 'edits-rules':
      return `The pull request edits what decides over it: ${some(distrust.files)}.`;
    case 'too-many-files':
      return 'The pull request touches more files than GitHub lists, so whether it edits workflows or settings cannot be told.';
    default:
      return distrust satisfies never;
  }
}

const BY_DIGEST =
  'Start the apply workflow by hand: it shows the plan and its digest. Start it once more with that digest to apply it.';

const MOST_NAMED = 5;

function some(files: readonly string[]): string {
  const more = files.length - MOST_NAMED;
  return files.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function named({ id }: WorkflowRun): string {
  return `The workflow run ${id}`;
}

/** GitHub's examples have a path with the ref of the file: `.github/workflows/build.yml@main`. */
function fileOf(path: string): string {
  return path.replace(/@.*$/s, '');
}

/** Some file systems are case-insensitive. */
function isRule(file: string): boolean {
  return /^(?:\.github\/|action\.ya?ml$|\.gitmodules$)/i.test(file);
}

function laterFirst(one: WorkflowRun, other: WorkflowRun): number {
  return Date.parse(other.startedAt) - Date.parse(one.startedAt) || other.id - one.id;
}
