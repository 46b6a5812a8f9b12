import { settingsFilePaths } from '../model/index.ts';
import type { Actor, Move, PullFacts, WorkflowRun } from './repository.ts';
import { sameName } from './shapes.ts';

/** Why the reviewed plan is uncertain; nothing is applied. */
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
  | { readonly why: 'returned'; readonly run: WorkflowRun; readonly at: string }
  | { readonly why: 'edits-rules'; readonly files: readonly string[] }
  | { readonly why: 'too-many-files' };

type Reviewed =
  | { readonly trusted: true; readonly run: WorkflowRun }
  | { readonly trusted: false; readonly reason: UntrustedReason };

/**
 * The run whose plan was on the pull request at the merge: the latest for its last commit. Earlier green runs do not
 * count: a later one may be red after a label was removed. Check `plannedElsewhere` too: a run has a commit but no pull
 * request.
 *
 * @param runs for the head, in any order
 * @param workflow the trusted file: `.github/workflows/reconcile-plan.yml`
 * @param repository `acme/ads`
 */
export function findReviewedRun(
  pull: PullFacts,
  runs: readonly WorkflowRun[],
  workflow: string,
  repository: string,
): Reviewed {
  const [any, ...more] = runs.filter((run) => run.head === pull.head && fileOf(run.path) === workflow);
  if (any === undefined) return untrusted({ why: 'no-run', workflow, head: pull.head });

  // Anyone with write access can start the same file without a review.
  const [first, ...others] = [any, ...more].filter((run) => run.event === 'pull_request');
  if (first === undefined) return untrusted({ why: 'other-event', run: any });

  const [ours, ...further] = [first, ...others].filter(
    (run) => run.headRepository !== null && sameName(run.headRepository, repository),
  );
  if (ours === undefined) return untrusted({ why: 'fork', run: first, repository });

  // Anyone who may push can have the same commit planned on a different branch.
  const [own, ...rest] = [ours, ...further].filter((run) => run.headBranch === pull.headBranch);
  if (own === undefined) return untrusted({ why: 'other-branch', run: ours, branch: pull.headBranch });

  // A run that began after the merge was not reviewed.
  const { mergedAt } = pull;
  const inTime = [own, ...rest].filter((run) => mergedAt === null || Date.parse(run.startedAt) <= Date.parse(mergedAt));
  const [latest] = inTime.toSorted(laterFirst);
  if (latest === undefined) return untrusted({ why: 'after-merge', run: own, mergedAt: mergedAt ?? '' });
  if (latest.status !== 'completed') return untrusted({ why: 'unfinished', run: latest });
  return latest.conclusion === 'success'
    ? { trusted: true, run: latest }
    : untrusted({ why: 'not-green', run: latest });
}

/**
 * The account that pushed a commit to a branch: the actor of its first run. Later events, such as a label, have other
 * actors. `undefined` without a run: a push with a workflow's token starts none.
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
 * Whether a run may have planned against a different base, with the workflow and settings of that branch: GitHub
 * records the head of a run, but not its base. So the base must not have changed since the run began, and no second
 * pull request from the same branch may have been open, which GitHub allows only for a different base.
 *
 * @param siblings all pull requests from the branch, also closed ones and this one
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
  // The run was for an earlier pull request.
  if (began < Date.parse(pull.openedAt)) return { why: 'before-open', run, openedAt: pull.openedAt };
  const sibling = siblings.find(
    ({ number, openedAt, closedAt }) =>
      number !== pull.number && Date.parse(openedAt) <= began && (closedAt === null || began <= Date.parse(closedAt)),
  );
  return sibling === undefined ? undefined : { why: 'shared-branch', run, number: sibling.number };
}

/**
 * Whether a later attempt may have kept an outdated plan: an attempt without a plan is green while the pull request is
 * closed or has a different head. A pull request that returns from there starts a new run.
 *
 * @param times of reopenings and force pushes
 */
export function keptOutdatedPlan(
  { mergedAt }: Pick<PullFacts, 'mergedAt'>,
  run: WorkflowRun,
  times: readonly string[],
): UntrustedReason | undefined {
  const at = times
    .filter((time) => mergedAt === null || Date.parse(time) <= Date.parse(mergedAt))
    .find((time) => Date.parse(run.createdAt) < Date.parse(time));
  return run.attempt > 1 && at !== undefined ? { why: 'returned', run, at } : undefined;
}

/**
 * Whether workflows, actions and settings are unchanged: otherwise the plan was made with the edits.
 *
 * @param files includes old paths of moved files
 * @param settingsFile from the root of the repository; `undefined` if it does not exist
 */
export function checkControlFiles(
  files: readonly string[] | 'too many',
  settingsFile: string | undefined,
): { readonly trusted: true } | { readonly trusted: false; readonly reason: UntrustedReason } {
  if (files === 'too many') return untrusted({ why: 'too-many-files' });
  const settings = settingsFile?.replace(/^(?:\.\/)+/, '');
  const named = settings === undefined ? [] : settingsFilePaths(settings);
  const rules = files.filter((file) => isControlFile(file) || named.includes(file));
  return rules.length === 0 ? { trusted: true } : untrusted({ why: 'edits-rules', files: rules });
}

export type UntrustedReasonText = {
  readonly message: string;
  readonly remedy: string;
  /** The plan was refused or not made, and its run says why. */
  readonly planFailed?: true;
};

export function untrustedReasonText(reason: UntrustedReason): UntrustedReasonText {
  const remedy = reason.why === 'unfinished' ? `If it succeeds, run the apply again. ${BY_DIGEST}` : BY_DIGEST;
  return { message: sentenceOf(reason), remedy, ...(reason.why === 'not-green' && { planFailed: true }) };
}

function untrusted(reason: UntrustedReason): { readonly trusted: false; readonly reason: UntrustedReason } {
  return { trusted: false, reason };
}

function sentenceOf(reason: UntrustedReason): string {
  switch (reason.why) {
    case 'no-run':
      return `No run of ${reason.workflow} is known for commit ${reason.head}.`;
    case 'other-event':
      return `${named(reason.run)} was started by ${reason.run.event}, not by a pull request.`;
    case 'fork':
      return `${named(reason.run)} was for ${reason.run.headRepository ?? 'a deleted repository'}, not for ${reason.repository}.`;
    case 'after-merge':
      return `${named(reason.run)} began after the merge at ${reason.mergedAt}, so its plan was not reviewed.`;
    case 'unfinished':
      return `${named(reason.run)} is not finished, so its plan was not reviewed.`;
    case 'not-green':
      return `${named(reason.run)} ended with ${reason.run.conclusion ?? 'no conclusion'}: its plan was refused or not made.`;
    case 'base-moved':
      return `${named(reason.run)} planned against a different base: the base of the pull request was changed at ${reason.at}.`;
    case 'other-branch':
      return `${named(reason.run)} was for the branch ${reason.run.headBranch ?? '(unknown)'}, not for ${reason.branch}.`;
    case 'before-open':
      return `${named(reason.run)} began before the pull request was opened at ${reason.openedAt}, so it planned a different one.`;
    case 'shared-branch':
      return `${named(reason.run)} may have planned pull request #${reason.number}, which was open from the same branch.`;
    case 'returned':
      return `${named(reason.run)} began before ${reason.at}, when the pull request was reopened or force-pushed, and was run again: its plan may be outdated.`;
    case 'edits-rules':
      return `The pull request changes files that control its own review: ${someOf(reason.files)}.`;
    case 'too-many-files':
      return 'The pull request changes more files than GitHub lists, so it may change workflows or settings.';
    default:
      return reason satisfies never;
  }
}

const BY_DIGEST =
  'Run the apply workflow manually; without a digest it prints the plan of what is left and its digest, with that digest it applies the plan.';

const MAX_NAMED_FILES = 5;

function someOf(files: readonly string[]): string {
  const more = files.length - MAX_NAMED_FILES;
  return files.slice(0, MAX_NAMED_FILES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function named({ id }: WorkflowRun): string {
  return `The workflow run ${id}`;
}

/** Without the ref in `.github/workflows/build.yml@main`. */
export function fileOf(path: string): string {
  return path.replace(/@.*$/s, '');
}

/** Some file systems are case-insensitive. */
function isControlFile(file: string): boolean {
  return /^(?:\.github\/|action\.ya?ml$|\.gitmodules$)/i.test(file);
}

function laterFirst(one: WorkflowRun, other: WorkflowRun): number {
  return Date.parse(other.startedAt) - Date.parse(one.startedAt) || other.id - one.id;
}
