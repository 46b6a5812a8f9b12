import type { GitHubResult } from './errors.ts';

/** Apps count as bots. `null` in its place: a deleted account. */
export type Actor = { readonly login: string; readonly isBot: boolean };

/** Times are ISO 8601, UTC, here and below. */
export type PullFacts = {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly openedAt: string;
  /** `null` while it is open. */
  readonly closedAt: string | null;
  /** `null` until it is merged. */
  readonly mergedAt: string | null;
  /** The merge commit, the squashed commit, or the last one of a rebase. */
  readonly mergeCommit: string | null;
  readonly head: string;
  readonly headBranch: string;
  /** `acme/ads`; `null` for a deleted fork. */
  readonly headRepository: string | null;
  /** Branch: `main`. */
  readonly base: string;
  readonly author: Actor | null;
  readonly labels: readonly string[];
};

export type WorkflowRun = {
  readonly id: number;
  /** `.github/workflows/reconcile-plan.yml`. */
  readonly path: string;
  readonly event: string;
  readonly head: string;
  readonly headBranch: string | null;
  readonly headRepository: string | null;
  /** Of the first attempt. */
  readonly actor: Actor | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly attempt: number;
  readonly createdAt: string;
  /** Start of the latest attempt. */
  readonly startedAt: string;
  readonly url: string;
};

export type Artifact = {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  /** Bytes, compressed. */
  readonly size: number;
  readonly createdAt: string;
};

export type LabelEvent = {
  readonly label: string;
  readonly did: 'labeled' | 'unlabeled';
  readonly by: Actor | null;
  readonly at: string;
};

/** `base`: the base branch was changed. `head`: the branch was force-pushed. */
export type Move = {
  readonly what: 'base' | 'head';
  readonly by: Actor | null;
  readonly at: string;
};

export type PullCommit = {
  readonly id: string;
  /** Author and committer, if their addresses belong to an account. */
  readonly by: readonly Actor[];
};

/** A branch update: a push, a force push, a merge or a new branch. */
export type Push = {
  readonly head: string;
  readonly by: Actor | null;
  readonly at: string;
};

/** Commits. */
export type LastDeployed = {
  /** Of the newest deployment after which nothing was open. */
  readonly settled: string | undefined;
  /** Of the newest deployment whose job has ended, whatever its result. */
  readonly ended: string | undefined;
};

export type Issue = {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly author: string | null;
  readonly body: string;
  readonly title: string;
};

/** Requests about a repository, except comments. Rejects only if the run is interrupted. */
export type Repository = {
  readonly defaultBranch: () => Promise<GitHubResult<string>>;
  readonly pull: (number: number) => Promise<GitHubResult<PullFacts>>;
  /** Oldest first. */
  readonly openPulls: () => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Merged or not. */
  readonly pullsOf: (commit: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Includes closed ones. Oldest first. */
  readonly pullsFrom: (branch: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Since the pull request was opened, oldest first. */
  readonly moves: (number: number) => Promise<GitHubResult<readonly Move[]>>;
  /** Times, oldest first. */
  readonly reopenings: (number: number) => Promise<GitHubResult<readonly string[]>>;
  /** Includes an earlier branch of the same name. Oldest first. */
  readonly pushesTo: (branch: string) => Promise<GitHubResult<readonly Push[]>>;
  /** GitHub lists at most 250: `too many`. */
  readonly commitsOf: (number: number) => Promise<GitHubResult<readonly PullCommit[] | 'too many'>>;
  /** Includes old paths of moved files. GitHub lists at most 3,000: `too many`. */
  readonly filesOf: (number: number) => Promise<GitHubResult<readonly string[] | 'too many'>>;
  /** Newest first. */
  readonly runsOf: (head: string) => Promise<GitHubResult<readonly WorkflowRun[]>>;
  /** An earlier attempt of a run that was run again. */
  readonly attemptOf: (run: number, attempt: number) => Promise<GitHubResult<WorkflowRun>>;
  /**
   * Starts a run again, with its event and its commit. GitHub refuses it after 30 days, and after 50 attempts.
   */
  readonly rerun: (run: number) => Promise<GitHubResult<undefined>>;
  readonly artifactsOf: (run: number) => Promise<GitHubResult<readonly Artifact[]>>;
  /** Files by name. `github/unreadable` if it is not an archive, or larger than 20 MB. */
  readonly download: (artifact: number) => Promise<GitHubResult<ReadonlyMap<string, Uint8Array>>>;
  /** Blob id; `undefined` if the file does not exist. */
  readonly blobAt: (path: string, commit: string) => Promise<GitHubResult<string | undefined>>;
  /** Oldest first. */
  readonly labelEvents: (number: number) => Promise<GitHubResult<readonly LabelEvent[]>>;
  readonly permission: (login: string) => Promise<GitHubResult<'admin' | 'write' | 'read' | 'none'>>;
  readonly lastDeployed: (environment: string) => Promise<GitHubResult<LastDeployed>>;
  /** Newest last. */
  readonly queued: (branch: string, head: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Without pull requests. */
  readonly openIssues: () => Promise<GitHubResult<readonly Issue[]>>;
  /** Returns the number. */
  readonly openIssue: (title: string, body: string) => Promise<GitHubResult<number>>;
  readonly editIssue: (
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'open' | 'closed' },
  ) => Promise<GitHubResult<undefined>>;
};
