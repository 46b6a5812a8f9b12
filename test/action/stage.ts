import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { withToken } from '../../src/cli/action/inputs.ts';
import { startAction } from '../../src/cli/action/road.ts';
import { loadWorld, type LoggedRequest, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { type FakeGitHub, type FakeOptions, type FakePull, startFakeGitHub } from '../support/fake-github/index.ts';
import { withGit } from '../support/repository.ts';
import { stillMachine } from '../support/still-machine.ts';
import { example, inRepository, type Json, type Person, pullRequestEvent, type RepositoryFacts } from './payloads.ts';

/**
 * GitHub, as far as the action can tell: a repository with branches and pull requests, runners that check it out, events,
 * and the API; and the sandbox as the two APIs. All of it on this machine.
 */

export const TOKEN_OF_ACTIONS = 'ghs_actions_0000000000';

/**
 * A token of an app is asked with GraphQL whose it is, and Octokit counts that as a write, after which it rests for a
 * second. Here it answers as a user's does; the process test has one as it is.
 */
const TOKENS = { [TOKEN_OF_ACTIONS]: { login: 'github-actions[bot]', kind: 'user' } } as const;

export type ActionOptions = {
  /** What `main` holds at first. */
  readonly files: Readonly<Record<string, string>>;
  /** Text of the sandbox's world file. */
  readonly world: string;
  /** A private repository unless it says otherwise: then money is shown. */
  readonly isPublic?: boolean;
  readonly github?: FakeOptions;
  /** Secrets and variables that every job gets besides the sandbox's. */
  readonly env?: Readonly<Record<string, string>>;
};

export type JobOptions = {
  /** `with:` in the workflow. `token` is the job's own unless it is given. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly event: string;
  readonly payload: Json;
  /** What actions/checkout brings: a commit of the repository, and how much of its history (0: all). */
  readonly commit: string;
  readonly ref: string;
  readonly depth?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly actor?: string;
  /** The file that the runner starts, in a process of its own. Absent: the same in this one. */
  readonly entry?: string;
  /** A run that is done again keeps its id. */
  readonly run?: number;
  readonly attempt?: number;
};

export type Job = {
  readonly exit: number;
  /** The log: standard output and standard error. */
  readonly out: string;
  /** What later steps see. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Where it was checked out. */
  readonly workspace: string;
  readonly run: number;
};

export type PullOptions = Partial<Pick<FakePull, 'author' | 'headRepository' | 'title' | 'headBranch'>>;

export type ActionStage = {
  readonly github: FakeGitHub;
  readonly sandbox: Sandbox;
  readonly repository: RepositoryFacts;
  /** Git in GitHub's own copy of the repository. */
  readonly git: (...args: readonly string[]) => string;
  /** Puts a commit on a branch, which begins at `main` if it is new. `null` takes a file away. Answers with its id. */
  readonly commit: (branch: string, files: Files, message?: string) => string;
  /** Puts a link to another file onto `main`. */
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
  /** What the sandbox was asked to change, a person's doings left out. */
  readonly writes: () => readonly LoggedRequest[];
};

export type Files = Readonly<Record<string, string | null>>;

export type PlanOptions = {
  readonly action?: string;
  readonly sender?: Person;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly depth?: number;
  readonly commit?: string;
  readonly keep?: boolean;
  readonly entry?: string;
};

/** Sets the stage, plays, and clears it away whatever happens. GitHub's description must allow all that was sent. */
export async function onAction<T>(options: ActionOptions, play: (stage: ActionStage) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-action-'));
  const loaded = loadWorld(options.world, 'world.yaml');
  if (!loaded.ok) throw new Error(`world.yaml: ${JSON.stringify(loaded.problems)}`);
  const sandbox = await startSandbox({ world: { ...loaded.world, now: loaded.world.now ?? '2026-11-10T12:00:00Z' } });
  let github: FakeGitHub | undefined;
  try {
    const hub = join(folder, 'hub');
    await mkdir(hub);
    github = await startFakeGitHub({ pulls: [], tokens: TOKENS, ...options.github, git: hub });
    const played = await play(await stageIn(folder, hub, options, github, sandbox));
    expect(github.faults()).toEqual([]);
    return played;
  } finally {
    await github?.stop();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function stageIn(
  folder: string,
  hub: string,
  options: ActionOptions,
  github: FakeGitHub,
  sandbox: Sandbox,
): Promise<ActionStage> {
  const repository = { name: github.world.repository, defaultBranch: 'main', isPrivate: options.isPublic !== true };
  let [commits, jobs] = [0, 0];

  /** Every commit a second after the one before, so that no two are the same. */
  const gitIn = (cwd: string, ...args: readonly string[]): string => {
    const date = new Date(Date.UTC(2026, 10, 1) + commits * 1_000).toISOString();
    return execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...GIT_ENV, PATH: process.env.PATH, HOME: folder, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    }).trim();
  };
  const git = (...args: readonly string[]): string => gitIn(hub, ...args);

  git('init', '--quiet', '--initial-branch=main');
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  await place(hub, options.files);
  record('first');

  const stage: ActionStage = {
    github,
    sandbox,
    repository,
    git,
    commit,
    link: (path, to) => {
      symlinkSync(to, join(hub, path));
      record(`Link ${path}`);
    },
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
      git('checkout', '--quiet', 'main');
      commits += 1;
      if (how === 'merge') git('merge', '--quiet', '--no-ff', '--message', `Merge pull request #${number}`, pull.head);
      if (how === 'squash') {
        git('merge', '--quiet', '--squash', pull.head);
        git('commit', '--quiet', '--message', `${pull.title} (#${number})`);
      }
      if (how === 'rebase') git('cherry-pick', `${git('merge-base', 'main', pull.head)}..${pull.head}`);
      const after = git('rev-parse', 'main');
      const carried = how === 'merge' ? [] : git('rev-list', '--first-parent', `${before}..${after}`).split('\n');
      github.world.merge(number, after, carried);
      return after;
    },
    run,
    plan: (number, given = {}) =>
      stage.planAs(pullOf(number), given.commit ?? git('rev-parse', `refs/pull/${number}/merge`), given),
    planAs: async (pull, merge, given = {}) => {
      const { number } = pull;
      const author = { login: pull.author ?? 'ghost' };
      const { action = 'synchronize', sender = author, inputs = {}, env, depth = 2, keep = true } = given;
      const started = github.world.addRun({
        head: pull.head,
        actor: sender.login,
        status: 'in_progress',
        conclusion: null,
      });
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
  return stage;

  function record(message: string): string {
    commits += 1;
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  }

  function commit(branch: string, files: Files, message = `Change ${Object.keys(files).join(', ')}`): string {
    const there = git('branch', '--list', branch) !== '';
    git('checkout', '--quiet', ...(there ? [branch] : ['-b', branch, 'main']));
    placeNow(hub, files);
    const id = record(message);
    git('checkout', '--quiet', 'main');
    return id;
  }

  /** The merge that GitHub tries out, and what it knows of a pull request. */
  function update(pull: FakePull): string {
    const { number, head } = pull;
    pull.baseCommit = git('rev-parse', 'main');
    commits += 1;
    git('checkout', '--quiet', '--detach', 'main');
    git('merge', '--quiet', '--no-ff', '--message', `Merge ${head} into ${pull.baseCommit}`, head);
    const merge = git('rev-parse', 'HEAD');
    git('update-ref', `refs/pull/${number}/merge`, merge);
    git('update-ref', `refs/pull/${number}/head`, head);
    git('checkout', '--quiet', 'main');
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

  async function run(job: JobOptions): Promise<Job> {
    jobs += 1;
    const home = join(folder, `runner-${jobs}`);
    const workspace = join(home, 'work', 'ads', 'ads');
    const temp = join(home, 'work', '_temp');
    await mkdir(workspace, { recursive: true });
    await mkdir(join(temp, '_runner_file_commands'), { recursive: true });
    checkOut(workspace, job);
    const paths = {
      event: join(temp, '_github_workflow', 'event.json'),
      output: join(temp, '_runner_file_commands', 'set_output'),
      summary: join(temp, '_runner_file_commands', 'step_summary'),
    };
    await place(home, {});
    await mkdir(dirname(paths.event), { recursive: true });
    await writeFile(paths.event, JSON.stringify(job.payload));
    await writeFile(paths.output, '');
    await writeFile(paths.summary, '');
    const { run: id = 1_000_000 + jobs, actor = 'maya', attempt = 1 } = job;
    const env = {
      ...sandbox.env,
      ...options.env,
      ...Object.fromEntries(
        Object.entries({ token: TOKEN_OF_ACTIONS, ...job.inputs }).map(([name, value]) => [
          `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
          value,
        ]),
      ),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: actor,
      GITHUB_TRIGGERING_ACTOR: actor,
      // On GitHub each job is a process of its own and keeps its own pace: another spelling of the port does that here.
      GITHUB_API_URL: github.api.replace(/:(\d+)/, (_, port: string) => `:${port.padStart(port.length + jobs, '0')}`),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_EVENT_NAME: job.event,
      GITHUB_EVENT_PATH: paths.event,
      GITHUB_REPOSITORY: repository.name,
      GITHUB_REPOSITORY_OWNER: repository.name.split('/')[0],
      GITHUB_REF: job.ref,
      GITHUB_SHA: job.commit,
      GITHUB_RUN_ID: String(id),
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: paths.output,
      GITHUB_STEP_SUMMARY: paths.summary,
      RUNNER_TEMP: temp,
      ...job.env,
    };
    const ran =
      job.entry === undefined
        ? await here(env, workspace, `00000000-0000-4000-8000-${String(jobs).padStart(12, '0')}`)
        : await asProcess(job.entry, env, workspace, home);
    return {
      ...ran,
      outputs: outputsIn(await readFile(paths.output, 'utf8')),
      summary: await readFile(paths.summary, 'utf8'),
      workspace,
      run: id,
    };
  }

  async function here(env: JobOptions['env'], cwd: string, uuid: string): Promise<Pick<Job, 'exit' | 'out'>> {
    const still = stillMachine({ cwd, env: withToken(env ?? {}), ...withGit, run: uuid });
    const exit = await startAction(still.machine);
    await still.close();
    return { exit, out: still.out() + still.err() };
  }

  /** As a runner starts it: nothing in the environment but what GitHub documents, and no network but this machine's. */
  function asProcess(
    entry: string,
    env: JobOptions['env'],
    cwd: string,
    home: string,
  ): Promise<Pick<Job, 'exit' | 'out'>> {
    const closed = 'http://127.0.0.1:9';
    const child = spawn(process.execPath, [entry], {
      cwd,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        HTTPS_PROXY: closed,
        HTTP_PROXY: closed,
        NO_PROXY: '127.0.0.1',
        ...env,
      },
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += String(chunk)));
    return new Promise((done) => child.on('close', (code) => done({ exit: code ?? -1, out })));
  }

  /** As actions/checkout does it: one commit, as deep as it is told. */
  function checkOut(workspace: string, { commit: id, depth = 1 }: JobOptions): void {
    const inside = (...args: readonly string[]): string => gitIn(workspace, ...args);
    inside('init', '--quiet', '--initial-branch=main');
    const deep = depth === 0 ? [] : [`--depth=${depth}`];
    const all = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'] : [];
    inside('fetch', '--quiet', '--no-tags', ...deep, `file://${hub}`, id, ...all);
    inside('checkout', '--quiet', '--force', id);
    inside('remote', 'add', 'origin', `https://github.com/${repository.name}`);
  }
}

const GIT_ENV = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Maya',
  GIT_AUTHOR_EMAIL: 'maya@example.com',
  GIT_COMMITTER_NAME: 'Maya',
  GIT_COMMITTER_EMAIL: 'maya@example.com',
};

/** What a runner reads from the file: `name<<delimiter`, lines, delimiter. The last one of a name counts. */
export function outputsIn(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, delimiter] = /^(.+?)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at + 1);
    if (end < 0) throw new Error(`the output ${name} has no end`);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

async function place(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function placeNow(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    if (text === null) rmSync(file, { force: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}
