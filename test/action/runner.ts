import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withToken } from '../../src/action/inputs.ts';
import { startAction } from '../../src/action/run.ts';
import { fakeMachine, type FakeMachineOptions } from '../support/fake-machine.ts';
import type { Hub } from './hub.ts';
import { validOutputs } from './outputs.ts';
import type { Json } from './payloads.ts';

export const TOKEN_OF_ACTIONS = 'ghs_actions_0000000000';

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
  /** The checkout folder. */
  readonly workspace: string;
  readonly run: number;
};

/** The repository that a runner works for. */
export type Employer = {
  /** Folder of the machines. */
  readonly folder: string;
  readonly hub: Pick<Hub, 'machine' | 'checkOut'>;
  /** `owner/name`. */
  readonly repository: string;
  /** Address of GitHub's API. */
  readonly api: string;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  /** What every job gets. */
  readonly env: Readonly<Record<string, string>>;
  /** A clock that the sleeps of a job move; absent: each job has its own. */
  readonly clock?: FakeMachineOptions['clock'];
};

/** Runs jobs, each on a machine of its own. */
export function runnerFor({
  folder,
  hub,
  repository,
  api,
  now,
  env: everybodys,
  clock,
}: Employer): (job: JobOptions) => Promise<Job> {
  let jobs = 0;
  return run;

  async function run(job: JobOptions): Promise<Job> {
    jobs += 1;
    const home = join(folder, `runner-${jobs}`);
    const workspace = join(home, 'work', 'ads', 'ads');
    const temp = join(home, 'work', '_temp');
    await mkdir(workspace, { recursive: true });
    await mkdir(join(temp, '_runner_file_commands'), { recursive: true });
    hub.checkOut(workspace, job.commit, job.depth ?? 1, repository);
    const paths = {
      event: join(temp, '_github_workflow', 'event.json'),
      output: join(temp, '_runner_file_commands', 'set_output'),
      summary: join(temp, '_runner_file_commands', 'step_summary'),
    };
    await mkdir(join(temp, '_github_workflow'), { recursive: true });
    await writeFile(paths.event, JSON.stringify(job.payload));
    await writeFile(paths.output, '');
    await writeFile(paths.summary, '');
    const { run: id = 1_000_000 + jobs, actor = 'maya', attempt = 1 } = job;
    const env = {
      ...everybodys,
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
      // On GitHub each job is a separate process with its own rate limiter: a different spelling of the port has that
      // effect here.
      GITHUB_API_URL: api.replace(/:(\d+)/, (_, port: string) => `:${port.padStart(port.length + jobs, '0')}`),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_EVENT_NAME: job.event,
      GITHUB_EVENT_PATH: paths.event,
      GITHUB_REPOSITORY: repository,
      GITHUB_REPOSITORY_OWNER: repository.split('/')[0],
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
      outputs: await validOutputs(paths.output),
      summary: await readFile(paths.summary, 'utf8'),
      workspace,
      run: id,
    };
  }

  async function here(env: JobOptions['env'], cwd: string, uuid: string): Promise<Pick<Job, 'exit' | 'out'>> {
    const time = clock === undefined ? {} : { clock };
    const still = fakeMachine({ cwd, env: withToken(env ?? {}), ...hub.machine, now: now(), run: uuid, ...time });
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
}
