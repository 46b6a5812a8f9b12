import { acme, documentOf, endpoint, fileOf, settings } from '../support/worlds.ts';
import { inWorld } from './world.ts';

/** The folder in which the commands run; it is in memory only. */
export const REPOSITORY = '/repository';

/** A command line, and where it is run. */
export type CommandCase = {
  readonly line: string;
  /** How often it is run, in proportion to the others. */
  readonly weight: number;
  readonly input?: string;
  /** In addition to the secrets and the origins. */
  readonly env?: Readonly<Record<string, string>>;
};

const one = acme({
  config: { monthlyCostCap: 27000, capi: { enabled: false }, objectives: ['app_installs'] },
});

/** Its value in the environment, and its name at TikTok. */
export const SPARK_CODE = '#PlAnTeD+code/of=some==length';

export const WORLD = inWorld([one], [], {
  tiktok: { sparkPosts: [{ code: SPARK_CODE, item: '7301000000000000001', identity: 'id-1' }] },
});

/** A cap, a toggle and objectives to write, and a Spark code for a person. */
export const DOCUMENTS: Readonly<Record<string, string>> = {
  [fileOf(one)]: documentOf(one, {
    monthlyCostCap: 30000,
    capi: { enabled: true },
    objectives: ['app_installs', 'video_view'],
    spark: [{ post: 'ugc_1', code: '${SPARK_PLANTED}' }],
  }),
  'reconcile.yaml': settings({
    transport: endpoint(),
    credentials: [{ match: '**', layers: 'LAYERS_API_KEY', tiktok: 'NAMED_BY_SETTINGS' }],
  }),
};

const pullRequest = {
  number: 7,
  pull_request: {
    number: 7,
    head: { repo: { full_name: 'acme/ads', fork: false }, sha: 'c0ffee' },
    base: { repo: { full_name: 'acme/ads', private: true, visibility: 'private' } },
  },
  repository: { full_name: 'acme/ads', private: true, visibility: 'private' },
};

/** The event that a job of the pull request is started by. */
export const EVENT = { 'event.json': JSON.stringify(pullRequest) };

/** A job of GitHub Actions, with the files that its runner reads afterwards. */
const job = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_EVENT_PATH: `${REPOSITORY}/event.json`,
  GITHUB_REPOSITORY: 'acme/ads',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_RUN_ID: '12',
  GITHUB_WORKSPACE: REPOSITORY,
  GITHUB_STEP_SUMMARY: `${REPOSITORY}/summary.md`,
  GITHUB_OUTPUT: `${REPOSITORY}/output`,
  RUNNER_TEMP: `${REPOSITORY}/temp`,
};

export const ERRANDS: readonly CommandCase[] = [
  { line: 'plan', weight: 2 },
  { line: 'plan --format json --out fresh.json --record run.json', weight: 4 },
  { line: 'plan --format markdown', weight: 3, env: job },
  { line: 'drift', weight: 1 },
  { line: 'drift --format json --record run.json', weight: 2 },
  { line: 'apply --auto-approve --undo-dir undo', weight: 4 },
  { line: 'apply --auto-approve --undo-dir undo --format json', weight: 3, env: job },
  { line: 'apply plan.json --auto-approve', weight: 2 },
  { line: `confirm ${one.name}`, weight: 2 },
  { line: `confirm ${one.name} --json -`, weight: 2, input: JSON.stringify(one.config) },
  { line: `confirm ${one.name} --json - --format json`, weight: 2, input: JSON.stringify(one.config) },
  { line: 'confirm --all', weight: 1 },
  { line: 'todo', weight: 1 },
  { line: 'todo --format json', weight: 1 },
  { line: 'comment plan.json --out page.md', weight: 4, env: job },
  { line: 'comment plan.json --repo acme/ads --pull 7 --dry-run', weight: 3 },
  { line: 'comment plan.json --repo acme/ads --pull 7 --dry-run --format json', weight: 1 },
  { line: 'show plan.json', weight: 1 },
  { line: 'show plan.json --format markdown', weight: 2 },
];

/** Octokit waits three real seconds between two comments of any author: these are few. */
export const POSTING: readonly CommandCase[] = [
  { line: 'comment plan.json', weight: 1, env: job },
  { line: 'comment plan.json --repo acme/ads --pull 7 --format json', weight: 1 },
];
