import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { loadWorld, type LoggedRequest, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { type FakeGitHub, type FakeOptions, type FakePull, startFakeGitHub } from '../support/fake-github/index.ts';
import { realSleep } from '../support/real-sleep.ts';
import { type Files, type Hub, hubIn } from './hub.ts';
import { example, inRepository, type Person, pullRequestEvent, type RepositoryFacts } from './payloads.ts';
import { type Job, type JobOptions, runnerFor, TOKEN_OF_ACTIONS } from './runner.ts';

/**
 * GitHub as the action sees it: a repository with branches and pull requests, runners that check it out, events, and
 * the API; and the sandbox as the two APIs. All on this machine.
 */

/**
 * For a token of an app, GraphQL returns the owner, and Octokit counts that as a write, after which it waits a second.
 * Here it responds as for a user; the process test uses one unchanged.
 */
const TOKENS = { [TOKEN_OF_ACTIONS]: { login: 'github-actions[bot]', kind: 'user' } } as const;

export type ActionOptions = {
  /** What `main` holds at first. */
  readonly files: Readonly<Record<string, string>>;
  /** Text of the sandbox's world file. */
  readonly world: string;
  /** Private by default, so money is shown. */
  readonly isPublic?: boolean;
  readonly github?: FakeOptions;
  /** How the repository is kept; `hubIn` if absent. */
  readonly hub?: typeof hubIn;
  /** Sleeps of jobs move the clock of the sandbox. */
  readonly moving?: true;
  /** Secrets and variables that every job gets besides the sandbox's. */
  readonly env?: Readonly<Record<string, string>>;
};

export type PullOptions = Partial<Pick<FakePull, 'author' | 'headRepository' | 'title' | 'headBranch'>>;

export type ActionHarness = {
  readonly github: FakeGitHub;
  readonly sandbox: Sandbox;
  readonly repository: RepositoryFacts;
  /** Git in GitHub's own copy of the repository. */
  readonly git: (...args: readonly string[]) => string;
  /** Commits to a branch, which starts at `main` if it is new. `null` removes a file. Returns the commit id. */
  readonly commit: (branch: string, files: Files, message?: string) => string;
  /** Puts a link to a file onto `main`. */
  readonly link: (path: string, to: string) => void;
  /** Opens a pull request with one commit on a branch of its own. */
  readonly open: (number: number, files: Files, options?: PullOptions) => FakePull;
  /** Puts one more commit on the branch of a pull request. */
  readonly push: (number: number, files: Files) => string;
  /** After something moved `main`: what GitHub would merge now. */
  readonly remerge: (number: number) => string;
  /** Merges a pull request into `main`, and answers with the newest commit there. */
  readonly merge: (number: number, how?: 'merge' | 'squash' | 'rebase') => string;
  /** Runs one job on a machine of its own. */
  readonly run: (job: JobOptions) => Promise<Job>;
  /** Runs `command: plan` on a pull request. With `keep`, the run and its artifact are to be found afterwards. */
  readonly plan: (number: number, options?: PlanOptions) => Promise<Job>;
  /** The same for a pull request as it was: a run that is done again. */
  readonly planAs: (pull: FakePull, commit: string, options?: PlanOptions) => Promise<Job>;
  /** Runs a command for an event that has no payload of its own to speak of. */
  readonly onMain: (
    event: string,
    inputs: Readonly<Record<string, string>>,
    more?: Partial<JobOptions>,
  ) => Promise<Job>;
  /** A person edits the config of a client's layer in the dashboard. */
  readonly paste: (of: { readonly project: string }, config: unknown) => Promise<void>;
  /** Writes that the sandbox received, without the actions of people. */
  readonly writes: () => readonly LoggedRequest[];
};

export type PlanOptions = {
  readonly action?: string;
  readonly sender?: Person;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly depth?: number;
  readonly commit?: string;
  readonly keep?: boolean;
  /** The run to start again. */
  readonly again?: Job;
  readonly entry?: string;
};

/** Opens the harness, runs the test, and always closes it. All requests must match GitHub's description. */
export async function onAction<T>(options: ActionOptions, play: (harness: ActionHarness) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-action-'));
  const loaded = loadWorld(options.world, 'world.yaml');
  if (!loaded.ok) throw new Error(`world.yaml: ${JSON.stringify(loaded.problems)}`);
  const sandbox = await startSandbox({
    world: { ...loaded.world, now: loaded.world.now ?? '2026-11-10T12:00:00Z' },
    sleep: realSleep,
  });
  let github: FakeGitHub | undefined;
  try {
    const git = join(folder, 'hub');
    await mkdir(git);
    const hub = (options.hub ?? hubIn)(git, folder, options.files);
    const trees = hub.trees === undefined ? {} : { trees: hub.trees };
    github = await startFakeGitHub({ pulls: [], tokens: TOKENS, ...options.github, git, ...trees });
    const played = await play(harnessIn(folder, hub, options, github, sandbox));
    expect(github.faults()).toEqual([]);
    return played;
  } finally {
    await github?.stop();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function harnessIn(
  folder: string,
  hub: Hub,
  options: ActionOptions,
  github: FakeGitHub,
  sandbox: Sandbox,
): ActionHarness {
  const repository = { name: github.world.repository, defaultBranch: 'main', isPrivate: options.isPublic !== true };
  const { git, commit } = hub;
  const run = runnerFor({
    folder,
    hub,
    repository: repository.name,
    api: github.api,
    now: () => sandbox.now().toISOString(),
    env: { ...sandbox.env, ...options.env },
    ...(options.moving === true && { clock: sandbox }),
  });

  const harness: ActionHarness = {
    github,
    sandbox,
    repository,
    git,
    commit,
    link: hub.link,
    open: (number, files, given = {}) => {
      const { headBranch = `change-${number}` } = given;
      const head = commit(headBranch, files);
      const pull = github.world.setPull({ number, head, author: 'maya', ...given, headBranch });
      update(pull);
      return pull;
    },
    push: (number, files) => {
      const pull = pullOf(number);
      pull.head = commit(pull.headBranch, files);
      update(pull);
      return pull.head;
    },
    remerge: (number) => update(pullOf(number)),
    merge: (number, how = 'merge') => {
      const pull = pullOf(number);
      const before = git('rev-parse', 'main');
      hub.merge(how, pull.head, how === 'merge' ? `Merge pull request #${number}` : `${pull.title} (#${number})`);
      const after = git('rev-parse', 'main');
      const carried = how === 'merge' ? [] : git('rev-list', '--first-parent', `${before}..${after}`).split('\n');
      github.world.merge(number, after, carried);
      return after;
    },
    run,
    plan: (number, given = {}) =>
      harness.planAs(pullOf(number), given.commit ?? git('rev-parse', `refs/pull/${number}/merge`), given),
    planAs: async (pull, merge, given = {}) => {
      const { number } = pull;
      const author = { login: pull.author ?? 'ghost' };
      const { action = 'synchronize', sender = author, inputs = {}, env, depth = 2, keep = true } = given;
      // The pusher if none is given: the sender of a push, otherwise the author.
      if (!github.world.activities().some(({ head }) => head === pull.head)) {
        const pushes = action === 'synchronize' || action === 'opened';
        github.world.pushed(pull.headBranch, pull.head, pushes ? sender.login : pull.author);
      }
      const before = github.world.runs().find(({ id }) => id === given.again?.run);
      // A command in a comment may have started it already.
      if (before?.status === 'completed') github.world.runAgain(before.id);
      const started =
        given.again?.run ??
        github.world.addRun({ head: pull.head, actor: sender.login, status: 'in_progress', conclusion: null });
      const attempt = github.world.runs().find(({ id }) => id === started)?.attempt ?? 1;
      const facts = { ...pull, action, author };
      const job = await run({
        inputs: { command: 'plan', ...inputs },
        event: 'pull_request',
        payload: pullRequestEvent(facts, repository, sender),
        commit: merge,
        ref: `refs/pull/${number}/merge`,
        depth,
        actor: sender.login,
        run: started,
        attempt,
        ...(env !== undefined && { env }),
        ...(given.entry !== undefined && { entry: given.entry }),
      });
      const record = github.world.runs().find(({ id }) => id === started);
      if (record !== undefined) {
        record.status = 'completed';
        record.conclusion = [1, 4, 70].includes(job.exit) ? 'failure' : 'success';
      }
      const saved = job.outputs.plan_path;
      if (keep && saved !== undefined && saved !== '') {
        github.world.addArtifact({ run: started, files: { 'plan.json': await readFile(saved) } });
      }
      return job;
    },
    onMain: (event, inputs, more = {}) => {
      const payload = event === 'push' || event === 'workflow_dispatch' ? example(event) : {};
      const commit = git('rev-parse', 'main');
      return run({
        inputs,
        event,
        payload: inRepository(payload, repository, { login: 'maya' }),
        commit,
        ref: 'refs/heads/main',
        depth: 1,
        ...more,
      });
    },
    paste: async ({ project }, config) => {
      const answer = await fetch(`${sandbox.origin}/__sandbox/people/paste`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ project, json: config }),
      });
      expect(answer.status).toBe(200);
    },
    writes: () =>
      sandbox.log().filter(({ method, path }) => method !== 'GET' && !path.startsWith('/__sandbox/people/')),
  };
  return harness;

  /** GitHub's test merge, and its state of a pull request. */
  function update(pull: FakePull): string {
    pull.baseCommit = git('rev-parse', 'main');
    const merge = hub.tryMerge(pull.number, pull.head);
    pull.files = git('diff', '--name-only', '--no-renames', 'main', merge)
      .split('\n')
      .filter((path) => path !== '');
    return merge;
  }

  function pullOf(number: number): FakePull {
    const pull = github.world.pulls().find((one) => one.number === number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    return pull;
  }
}
