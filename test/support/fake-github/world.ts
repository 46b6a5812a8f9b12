import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { type Trees, treesOf } from './trees.ts';

/** The content of the fake repository. Everything can be changed while it runs; nothing here checks permissions. */

export type FakeRole = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

export type FakePull = {
  readonly number: number;
  title: string;
  state: 'open' | 'closed';
  merged: boolean;
  openedAt: string;
  /** Of a closed one; of a merged one also the time of the merge. */
  closedAt: string | null;
  /** Before the merge, GitHub returns a test merge. */
  mergeCommit: string | null;
  head: string;
  headBranch: string;
  /** `null` for a fork that was deleted: an answer that GitHub's description does not know. */
  headRepository: string | null;
  base: string;
  baseCommit: string;
  author: string | null;
  labels: string[];
  /** Addresses, or a moved file's old and new one. */
  files: readonly (string | { readonly from: string; readonly to: string })[];
  /** Further commits that GitHub links to it: those of a rebase. */
  commits: readonly string[];
  /** Its own commits besides the last, and their authors; `null` for an address without an account. */
  wrote: readonly { readonly commit: string; readonly author: string | null; readonly committer?: string }[];
};

/** A branch was moved, as GitHub keeps it. */
export type FakeActivity = {
  readonly id: number;
  readonly branch: string;
  readonly head: string;
  readonly what: 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge';
  readonly by: string | null;
  readonly at: string;
};

export type FakeRun = {
  readonly id: number;
  path: string;
  event: string;
  head: string;
  headBranch: string | null;
  headRepository: string | null;
  /** Login of the actor. */
  actor: string;
  status: string;
  conclusion: string | null;
  attempt: number;
  createdAt: string;
  /** Of the latest attempt. */
  startedAt: string;
  /** Earlier attempts, oldest first. */
  earlier: readonly FakeRun[];
};

export type FakeArtifact = {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  expired: boolean;
  readonly createdAt: string;
  readonly zip: Uint8Array;
};

/** An event of an issue or a pull request, as GitHub keeps them. */
export type FakeEvent = {
  readonly id: number;
  readonly number: number;
  readonly event: string;
  readonly label?: string;
  readonly by: string | null;
  readonly at: string;
};

export type FakeIssue = {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly author: string | null;
};

export type FakeStatus = { readonly state: string; readonly description: string };

/** `statuses` from the first to the last: `in_progress`, `success`. */
export type FakeDeployment = {
  readonly id: number;
  readonly environment: string;
  readonly commit: string;
  statuses: readonly FakeStatus[];
  readonly createdAt: string;
};

export type FakeQueueEntry = {
  readonly pull: number;
  readonly head: string | null;
  readonly base: string | null;
};

export type WorldOptions = {
  /** `acme/ads` where absent. */
  readonly repository?: string;
  readonly defaultBranch?: string;
  /** Open pull requests by number, or with more about them. */
  readonly pulls?: readonly (number | (Partial<FakePull> & { readonly number: number }))[];
  /** Folder of a git repository: GitHub then knows all of its commits. */
  readonly git?: string;
  /** The commits instead of those of `git`. */
  readonly trees?: Trees;
};

export type FakeWorld = {
  readonly repository: string;
  readonly defaultBranch: string;
  readonly trees: Trees;
  readonly pulls: () => readonly FakePull[];
  readonly runs: () => readonly FakeRun[];
  readonly artifacts: () => readonly FakeArtifact[];
  readonly events: () => readonly FakeEvent[];
  readonly activities: () => readonly FakeActivity[];
  readonly deployments: () => readonly FakeDeployment[];
  readonly issues: () => readonly FakeIssue[];
  readonly queueOf: (branch: string) => readonly FakeQueueEntry[] | undefined;
  readonly roleOf: (login: string) => FakeRole | undefined;
  /** The fake's own clock: each call is a second later than the one before. ISO 8601, UTC. */
  readonly now: () => string;

  /** Moves a branch. */
  readonly pushed: (branch: string, head: string, by: string | null, what?: FakeActivity['what']) => void;
  /**
   * Opens a pull request, or changes an existing one. A new `base` adds its event, and a new head in this repository
   * the push of its author.
   */
  readonly setPull: (pull: Partial<FakePull> & { readonly number: number }) => FakePull;
  readonly merge: (number: number, mergeCommit: string, commits?: readonly string[]) => void;
  /** A green run of the plan workflow on `pull_request`, by default. Returns its id. */
  readonly addRun: (run: Partial<FakeRun> & { readonly head: string }) => number;
  /** Starts another attempt of a run, which keeps its id and time of creation. */
  readonly runAgain: (id: number) => void;
  /** Answers with its id. `files` are zipped; `zip` is taken as it is. */
  readonly addArtifact: (artifact: {
    readonly run: number;
    readonly name?: string;
    readonly files?: Readonly<Record<string, string | Uint8Array>>;
    readonly zip?: Uint8Array;
    readonly expired?: boolean;
    readonly createdAt?: string;
  }) => number;
  readonly expire: (artifact: number) => void;
  /** Files of a commit by path, if there is no git repository. */
  readonly setFiles: (commit: string, files: Readonly<Record<string, string>>) => void;
  readonly label: (number: number, label: string, by: string | null, at?: string) => void;
  readonly unlabel: (number: number, label: string, by: string | null, at?: string) => void;
  readonly addEvent: (event: Omit<FakeEvent, 'id' | 'at'> & { readonly at?: string }) => void;
  readonly setRole: (login: string, role: FakeRole) => void;
  /** Answers with its id. */
  readonly deploy: (environment: string, commit: string, ...states: readonly string[]) => number;
  /** A success makes earlier successes of the environment inactive, as GitHub does unless it is asked not to. */
  readonly addStatus: (deployment: number, state: string, description?: string, replaces?: boolean) => void;
  readonly openIssue: (author: string | null, title: string, body: string) => FakeIssue;
  readonly setQueue: (branch: string, entries: readonly FakeQueueEntry[]) => void;
};

export const PLAN_WORKFLOW = '.github/workflows/reconcile-plan.yml';

/** The id of a commit, always the same for the same word. */
export function commitId(word: string): string {
  return createHash('sha1').update(word).digest('hex');
}

export function createWorld(options: WorldOptions = {}): FakeWorld {
  const { repository = 'acme/ads', defaultBranch = 'main', pulls: given = [7] } = options;
  const trees = options.trees ?? treesOf(options.git);
  const pulls = new Map<number, FakePull>();
  const runs = new Map<number, FakeRun>();
  const artifacts = new Map<number, FakeArtifact>();
  const events: FakeEvent[] = [];
  const activities: FakeActivity[] = [];
  const deployments: FakeDeployment[] = [];
  const issues = new Map<number, FakeIssue>();
  const roles = new Map<string, FakeRole>([['octocat', 'admin']]);
  const queues = new Map<string, readonly FakeQueueEntry[]>();
  let clock = Date.parse('2026-11-10T12:00:00Z');
  let lastId = 9_000_000_000;

  const now = (): string => {
    clock += 1_000;
    return new Date(clock).toISOString().replace(/\.\d+Z$/, 'Z');
  };
  const nextId = (): number => {
    lastId += 1;
    return lastId;
  };

  const world: FakeWorld = {
    repository,
    defaultBranch,
    trees,
    pulls: () => [...pulls.values()],
    runs: () => [...runs.values()],
    artifacts: () => [...artifacts.values()],
    events: () => events,
    activities: () => activities,
    deployments: () => deployments,
    issues: () => [...issues.values()],
    queueOf: (branch) => queues.get(branch),
    roleOf: (login) => roles.get(login.toLowerCase()),
    now,
    setPull: (changed) => {
      const { number } = changed;
      const before = pulls.get(number);
      const moved = before !== undefined && changed.base !== undefined && changed.base !== before.base;
      const old = before?.head;
      const pull = Object.assign(before ?? newPull(number, repository, defaultBranch, now()), changed);
      if (pull.head !== old && pull.headRepository === repository) {
        const at = old === undefined ? pull.openedAt : now();
        activities.push({
          id: nextId(),
          branch: pull.headBranch,
          head: pull.head,
          what: old === undefined ? 'branch_creation' : 'push',
          by: pull.author,
          at,
        });
      }
      if (moved) {
        world.addEvent({ number, event: 'base_ref_changed', by: pull.author });
      }
      pulls.set(number, pull);
      return pull;
    },
    merge: (number, mergeCommit, commits = []) =>
      void world.setPull({ number, state: 'closed', merged: true, closedAt: now(), mergeCommit, commits }),
    addRun: (run) => {
      const pull = world.pulls().find(({ head }) => head === run.head);
      const createdAt = run.createdAt ?? now();
      const added: FakeRun = {
        id: nextId(),
        path: PLAN_WORKFLOW,
        event: 'pull_request',
        headBranch: pull?.headBranch ?? 'change',
        headRepository: pull === undefined ? repository : pull.headRepository,
        actor: pull?.author ?? 'octocat',
        status: 'completed',
        conclusion: 'success',
        attempt: 1,
        createdAt,
        startedAt: createdAt,
        earlier: [],
        ...run,
      };
      runs.set(added.id, added);
      return added.id;
    },
    runAgain: (id) => {
      const run = runs.get(id);
      if (run === undefined) throw new Error(`there is no run ${id}`);
      const earlier = [...run.earlier, { ...run }];
      Object.assign(run, {
        attempt: run.attempt + 1,
        startedAt: now(),
        status: 'in_progress',
        conclusion: null,
        earlier,
      });
    },
    addArtifact: ({ run, name = 'reconcile-plan', files = {}, zip, expired = false, createdAt = now() }) => {
      const id = nextId();
      artifacts.set(id, { id, run, name, expired, createdAt, zip: zip ?? zipped(files) });
      return id;
    },
    expire: (id) => {
      const artifact = artifacts.get(id);
      if (artifact !== undefined) artifact.expired = true;
    },
    setFiles: (commit, files) => trees.set(commit, files),
    label: (number, label, by, at) => {
      const pull = pulls.get(number);
      if (pull !== undefined && !pull.labels.includes(label)) pull.labels.push(label);
      world.addEvent({ number, event: 'labeled', label, by, ...(at !== undefined && { at }) });
    },
    unlabel: (number, label, by, at) => {
      const pull = pulls.get(number);
      if (pull !== undefined) pull.labels = pull.labels.filter((one) => one !== label);
      world.addEvent({ number, event: 'unlabeled', label, by, ...(at !== undefined && { at }) });
    },
    pushed: (branch, head, by, what = 'push') =>
      void activities.push({ id: nextId(), branch, head, what, by, at: now() }),
    addEvent: (event) => void events.push({ id: nextId(), at: now(), ...event }),
    setRole: (login, role) => void roles.set(login.toLowerCase(), role),
    deploy: (environment, commit, ...states) => {
      const id = nextId();
      deployments.push({ id, environment, commit, statuses: [], createdAt: now() });
      for (const state of states) world.addStatus(id, state);
      return id;
    },
    addStatus: (id, state, description = '', replaces = state === 'success') => {
      const index = deployments.findIndex((one) => one.id === id);
      const deployment = deployments[index];
      if (deployment === undefined) throw new Error(`there is no deployment ${id}`);
      const isActive = ({ environment, statuses }: FakeDeployment): boolean =>
        environment === deployment.environment && statuses.at(-1)?.state === 'success';
      for (const older of replaces ? deployments.slice(0, index).filter(isActive) : []) {
        older.statuses = [...older.statuses, { state: 'inactive', description: '' }];
      }
      deployment.statuses = [...deployment.statuses, { state, description }];
    },
    openIssue: (author, title, body) => {
      const number = Math.max(0, ...pulls.keys(), ...issues.keys()) + 1;
      const issue: FakeIssue = { number, title, body, state: 'open', author };
      issues.set(number, issue);
      return issue;
    },
    setQueue: (branch, entries) => void queues.set(branch, entries),
  };
  for (const pull of given) world.setPull(typeof pull === 'number' ? { number: pull } : pull);
  return world;
}

function newPull(number: number, repository: string, base: string, openedAt: string): FakePull {
  return {
    number,
    title: `Pull request ${number}`,
    state: 'open',
    merged: false,
    openedAt,
    closedAt: null,
    mergeCommit: null,
    head: commitId(`head of ${number}`),
    headBranch: `change-${number}`,
    headRepository: repository,
    base,
    baseCommit: commitId(base),
    author: 'octocat',
    labels: [],
    files: [],
    commits: [],
    wrote: [],
  };
}

function zipped(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const bytes = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  ]);
  return zipSync(Object.fromEntries(bytes));
}
