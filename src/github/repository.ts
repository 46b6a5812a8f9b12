import type { GitHubResult } from './errors.ts';

/** An account on GitHub; apps count as bots. */
export type Actor = { readonly login: string; readonly isBot: boolean };

export type PullFacts = {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  /** ISO 8601, UTC, as the next two. */
  readonly openedAt: string;
  /** `null` while it is open. */
  readonly closedAt: string | null;
  /** `null` until it is merged. */
  readonly mergedAt: string | null;
  /** The commit on the base branch: the merge commit, the squashed commit, or the last one of a rebase. */
  readonly mergeCommit: string | null;
  /** The last commit of its branch. */
  readonly head: string;
  /** Name of that branch, without its repository. */
  readonly headBranch: string;
  /** `acme/ads`; `null` for a deleted fork. */
  readonly headRepository: string | null;
  /** Target branch: `main`. */
  readonly base: string;
  readonly author: Actor | null;
  readonly labels: readonly string[];
};

/** As recorded by GitHub. */
export type WorkflowRun = {
  readonly id: number;
  /** Path of the workflow file: `.github/workflows/reconcile-plan.yml`. */
  readonly path: string;
  readonly event: string;
  readonly head: string;
  readonly headBranch: string | null;
  readonly headRepository: string | null;
  /** The actor of the first attempt; a re-run does not change it. `null` for a deleted account. */
  readonly actor: Actor | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly attempt: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Start of the latest attempt. ISO 8601, UTC. */
  readonly startedAt: string;
  readonly url: string;
};

export type Artifact = {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  /** Bytes, compressed. */
  readonly size: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
};

/** A label was added to a pull request or removed from it. */
export type LabelEvent = {
  readonly label: string;
  readonly did: 'labeled' | 'unlabeled';
  readonly by: Actor | null;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** `base`: the base branch was changed, by a person or by GitHub. `head`: the branch was force-pushed. */
export type Move = {
  readonly what: 'base' | 'head';
  /** `null` for a deleted account. */
  readonly by: Actor | null;
  /** ISO 8601, UTC. */
  readonly at: string;
};

export type PullCommit = {
  readonly id: string;
  /** The accounts of its author and its committer. Addresses that belong to no account are left out. */
  readonly by: readonly Actor[];
};

/** A branch was updated: pushed, force-pushed, created, or merged into. */
export type Push = {
  /** The new commit of the branch. */
  readonly head: string;
  /** `null` for a deleted account. */
  readonly by: Actor | null;
  /** ISO 8601, UTC. */
  readonly at: string;
};

export type Issue = {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly author: string | null;
  readonly body: string;
  readonly title: string;
};

/** Requests about a repository, except comments. Nothing here rejects, except if the run is interrupted. */
export type Repository = {
  readonly defaultBranch: () => Promise<GitHubResult<string>>;
  readonly pull: (number: number) => Promise<GitHubResult<PullFacts>>;
  /** Oldest first. */
  readonly openPulls: () => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Pull requests that GitHub links to a commit, merged or not. */
  readonly pullsOf: (commit: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Includes closed ones. Oldest first. */
  readonly pullsFrom: (branch: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Base changes and force pushes since the pull request was opened, oldest first. Does not include plain pushes. */
  readonly moves: (number: number) => Promise<GitHubResult<readonly Move[]>>;
  /** All updates of a branch of this repository, including an earlier branch of the same name, oldest first. */
  readonly pushesTo: (branch: string) => Promise<GitHubResult<readonly Push[]>>;
  /** GitHub lists at most 250: `too many`. */
  readonly commitsOf: (number: number) => Promise<GitHubResult<readonly PullCommit[] | 'too many'>>;
  /** Paths, including the old paths of moved files. GitHub lists at most 3,000, then this is `too many`. */
  readonly filesOf: (number: number) => Promise<GitHubResult<readonly string[] | 'too many'>>;
  /** Newest first. */
  readonly runsOf: (head: string) => Promise<GitHubResult<readonly WorkflowRun[]>>;
  readonly artifactsOf: (run: number) => Promise<GitHubResult<readonly Artifact[]>>;
  /**
   * The files in an artifact, by name. GitHub redirects to a separate storage, which does not get the token.
   * `github/unreadable` if it is not an archive, or larger than 20 MB when unpacked.
   */
  readonly download: (artifact: number) => Promise<GitHubResult<ReadonlyMap<string, Uint8Array>>>;
  /** Blob id of the file at a path in a commit; `undefined` if it does not exist. */
  readonly blobAt: (path: string, commit: string) => Promise<GitHubResult<string | undefined>>;
  /** Oldest first. */
  readonly labelEvents: (number: number) => Promise<GitHubResult<readonly LabelEvent[]>>;
  /** Triage counts as read, maintain as write. */
  readonly permission: (login: string) => Promise<GitHubResult<'admin' | 'write' | 'read' | 'none'>>;
  /** The commit of the newest deployment of an environment whose last status is success; `undefined` if none. */
  readonly lastDeployed: (environment: string) => Promise<GitHubResult<string | undefined>>;
  /** The pull requests in the head commit of a merge group, newest last. */
  readonly queued: (branch: string, head: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Open issues, without pull requests. */
  readonly openIssues: () => Promise<GitHubResult<readonly Issue[]>>;
  /** Returns the number. */
  readonly openIssue: (title: string, body: string) => Promise<GitHubResult<number>>;
  readonly editIssue: (
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'open' | 'closed' },
  ) => Promise<GitHubResult<undefined>>;
};
