import type { GitHubResult } from './judge.ts';

/** Somebody on GitHub. Apps and their bots are no persons. */
export type Actor = { readonly login: string; readonly isBot: boolean };

/** A pull request as far as trust depends on it. */
export type PullFacts = {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  /** ISO 8601, UTC, as the next two. */
  readonly openedAt: string;
  /** `null` as long as it is open. */
  readonly closedAt: string | null;
  /** `null` as long as it is not merged. */
  readonly mergedAt: string | null;
  /** The commit on the base branch that carries it: the merge commit, the squashed one, or the last of a rebase. */
  readonly mergeCommit: string | null;
  /** The last commit of its branch. */
  readonly head: string;
  /** Name of that branch, without its repository. */
  readonly headBranch: string;
  /** `acme/ads`; `null` for a fork that was deleted. */
  readonly headRepository: string | null;
  /** Branch that it goes into: `main`. */
  readonly base: string;
  readonly author: Actor | null;
  readonly labels: readonly string[];
};

/** One run of a workflow, as GitHub itself wrote it down. */
export type WorkflowRun = {
  readonly id: number;
  /** Of the workflow's file: `.github/workflows/reconcile-plan.yml`. */
  readonly path: string;
  readonly event: string;
  readonly head: string;
  readonly headBranch: string | null;
  readonly headRepository: string | null;
  /** Who did what started it; starting it again does not change that. `null` for an account that is gone. */
  readonly actor: Actor | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly attempt: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** When its latest attempt began. ISO 8601, UTC. */
  readonly startedAt: string;
  readonly url: string;
};

export type Artifact = {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  /** Bytes, packed. */
  readonly size: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
};

/** A label that was put on a pull request or taken off it. */
export type LabelEvent = {
  readonly label: string;
  readonly did: 'labeled' | 'unlabeled';
  readonly by: Actor | null;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** `base`: it was pointed at another base branch, by a person or by GitHub. `head`: its branch was pushed by force. */
export type Move = {
  readonly what: 'base' | 'head';
  /** `null` for an account that is gone. */
  readonly by: Actor | null;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** One commit of a pull request. */
export type PullCommit = {
  readonly id: string;
  /** The accounts of its author and its committer. An address that belongs to no account is left out. */
  readonly by: readonly Actor[];
};

/** A branch came to be at a commit: pushed, pushed by force, created, or merged into. */
export type Push = {
  /** The commit that it was at afterwards. */
  readonly head: string;
  /** `null` for an account that is gone. */
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

/** What reconcile asks of a repository besides comments. Nothing here rejects, except when the run is stopped. */
export type Repository = {
  /** `main`. */
  readonly defaultBranch: () => Promise<GitHubResult<string>>;
  readonly pull: (number: number) => Promise<GitHubResult<PullFacts>>;
  /** Pull requests that are open, from all pages, oldest first. */
  readonly openPulls: () => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Pull requests that GitHub links to a commit; merged ones and others. */
  readonly pullsOf: (commit: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** All pull requests from a branch of this repository, closed ones too, oldest first. */
  readonly pullsFrom: (branch: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** How a pull request was turned into another one since it was opened, oldest first. Plain pushes are not told. */
  readonly moves: (number: number) => Promise<GitHubResult<readonly Move[]>>;
  /** Everything that ever moved a branch of this repository, also one of its name before, oldest first. */
  readonly pushesTo: (branch: string) => Promise<GitHubResult<readonly Push[]>>;
  /** The commits of a pull request. GitHub lists at most 250: `too many`. */
  readonly commitsOf: (number: number) => Promise<GitHubResult<readonly PullCommit[] | 'too many'>>;
  /** Addresses of all files that a pull request touches, the old ones of moved files too. GitHub lists at most 3,000: `too many`. */
  readonly filesOf: (number: number) => Promise<GitHubResult<readonly string[] | 'too many'>>;
  /** Runs for a head commit, from all pages, newest first. */
  readonly runsOf: (head: string) => Promise<GitHubResult<readonly WorkflowRun[]>>;
  readonly artifactsOf: (run: number) => Promise<GitHubResult<readonly Artifact[]>>;
  /**
   * The files in an artifact, by name. GitHub redirects to a storage of its own: the token does not go there.
   * `github/unreadable` where it is no archive, or larger than 20 MB when unpacked.
   */
  readonly download: (artifact: number) => Promise<GitHubResult<ReadonlyMap<string, Uint8Array>>>;
  /** Git's id of what stands at a path in a commit: of a file, or of nothing (`undefined`). */
  readonly blobAt: (path: string, commit: string) => Promise<GitHubResult<string | undefined>>;
  /** Label events of a pull request, oldest first. */
  readonly labelEvents: (number: number) => Promise<GitHubResult<readonly LabelEvent[]>>;
  /** What a person may do here. Triage reads; maintain writes. */
  readonly permission: (login: string) => Promise<GitHubResult<'admin' | 'write' | 'read' | 'none'>>;
  /** The commit of the newest deployment of an environment whose last status is success. `undefined`: there was none. */
  readonly lastDeployed: (environment: string) => Promise<GitHubResult<string | undefined>>;
  /** The pull requests that a merge group's head commit carries, newest last. */
  readonly queued: (branch: string, head: string) => Promise<GitHubResult<readonly PullFacts[]>>;
  /** Open issues, pull requests left out. */
  readonly openIssues: () => Promise<GitHubResult<readonly Issue[]>>;
  /** Answers with the number. */
  readonly openIssue: (title: string, body: string) => Promise<GitHubResult<number>>;
  readonly editIssue: (
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'open' | 'closed' },
  ) => Promise<GitHubResult<undefined>>;
};
