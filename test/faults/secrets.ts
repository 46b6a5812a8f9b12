import fc from 'fast-check';
import { Agent, type Dispatcher } from 'undici';
import { run } from '../../src/cli/program.ts';
import type { Machine } from '../../src/machine.ts';
import { startFakeGitHub } from '../support/fake-github/index.ts';
import { withHarness } from '../support/harness.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { TOKEN, KEY } from '../support/worlds.ts';
import { type Answered, AnsweringDispatcher, keyOf, recordingDispatcher, type Sent } from './answering.ts';
import { DOCUMENTS, ERRANDS, type CommandCase, EVENT, POSTING, REPOSITORY, WORLD } from './commands.ts';
import { leaksIn } from './leaks.ts';
import { leakText } from './leak.ts';
import { below, memoryFiles } from './memory-files.ts';
import {
  forGitHub,
  plantedAnswer,
  plantedInput,
  plantedPlan,
  type Planting,
  plantingsIn,
  SECRETS,
  type SecretName,
} from './planting.ts';

export type Planted = {
  /** How many runs printed or wrote something, by command. */
  readonly rendered: Readonly<Record<string, number>>;
  /** How many runs wrote at an API: a ledger, a config, a comment. */
  readonly wrote: number;
  readonly leaks: readonly string[];
};

/**
 * Runs commands whose responses contain secrets in every place that an API or an intermediary can put them, and
 * searches for them in all output: printed text, each written file, each request.
 */
export async function plantSecrets(runs: number, seed: number): Promise<Planted> {
  const past = await theirPast();
  const leaks: string[] = [];
  const rendered: Record<string, number> = {};
  let wrote = 0;
  const posts = Math.ceil(runs / 600);
  const posting = fc.sample(plantingsIn(POSTING), { numRuns: posts, seed }).map((planting) => one(planting));
  for (const planting of fc.sample(plantingsIn(ERRANDS), { numRuns: runs - posts, seed })) await one(planting);
  await Promise.all(posting);
  return { rendered, wrote, leaks };

  async function one(planting: Planting): Promise<void> {
    const { texts, sent, page } = await oneRun(planting, past);
    const command = planting.command.line.split(' ')[0] ?? '';
    if (page) rendered[command] = (rendered[command] ?? 0) + 1;
    if (sent.some(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'))) wrote += 1;
    const note = (name: SecretName, location: string, line: string): void => {
      leaks.push(leakText({ planting, name, location, line }));
    };
    const parts = [...texts, ...sent.flatMap((request) => partsOf(request, past))];
    // All together first: usually nothing is found.
    const all = parts.map(([, text]) => text).join('\n\n');
    if (leaksIn(all, SECRETS).length === 0) return;
    for (const [location, text] of parts)
      for (const name of leaksIn(text, SECRETS)) note(name, location, around(text, name));
  }
}

/** What each command was answered when nothing was planted. */
type Past = {
  readonly layers: string;
  readonly github: string;
  readonly plan: string;
  readonly answers: ReadonlyMap<CommandCase, ReadonlyMap<string, readonly Answered[]>>;
};

/** Runs every command once, against a sandbox and a fake GitHub. */
async function theirPast(): Promise<Past> {
  const github = await startFakeGitHub();
  const network = new Agent({ keepAliveTimeout: 10, keepAliveMaxTimeout: 10 });
  const env = {
    LAYERS_API_KEY: KEY,
    NAMED_BY_SETTINGS: TOKEN,
    SPARK_PLANTED: SECRETS.SPARK_PLANTED,
    GITHUB_TOKEN: 'ghp_octocat_0000000000',
    GITHUB_API_URL: github.api,
  };
  try {
    return await withHarness({ files: DOCUMENTS, world: WORLD }, async ({ sandbox }) => {
      const origins = { LAYERS_API_URL: sandbox.origin, TIKTOK_API_URL: sandbox.origin };
      const start = sandbox.snapshot();
      const made = memoryFiles(below(REPOSITORY, DOCUMENTS));
      await perform({ line: 'plan --out plan.json', weight: 0 }, { ...env, ...origins }, made, network);
      const plan = made.written().get(`${REPOSITORY}/plan.json`) ?? '';
      const answers = new Map<CommandCase, ReadonlyMap<string, readonly Answered[]>>();
      for (const command of [...ERRANDS, ...POSTING]) {
        sandbox.restore(start);
        const { dispatcher, kept } = recordingDispatcher(network);
        const files = memoryFiles(below(REPOSITORY, { ...DOCUMENTS, ...EVENT, 'plan.json': plan }));
        const { exit, err } = await perform(command, { ...env, ...origins, ...command.env }, files, dispatcher);
        // Drift ends with 2, and what waits for a person with 3.
        if (![0, 2, 3].includes(exit)) throw new Error(`${command.line} ends with ${exit}: ${err}`);
        answers.set(command, kept);
      }
      return { layers: sandbox.origin, github: github.api, plan, answers };
    });
  } finally {
    await network.close();
    await github.stop();
  }
}

/** Channel and text of a leak. */
type Part = readonly [string, string];

type RunOutput = {
  readonly texts: readonly Part[];
  readonly sent: readonly Sent[];
  readonly page: boolean;
};

async function oneRun(planting: Planting, past: Past): Promise<RunOutput> {
  const { command } = planting;
  const kept = past.answers.get(command) ?? new Map<string, readonly Answered[]>();
  const sent: Sent[] = [];
  const played = new Map<string, number>();
  const dispatcher = new AnsweringDispatcher(async (request) => {
    const turn = sent.push(request) - 1;
    const key = keyOf(request);
    const all = kept.get(key) ?? [];
    const place = played.get(key) ?? 0;
    const answer = all[Math.min(place, all.length - 1)] ?? { status: 404, headers: {}, body: '' };
    const hit = turn === planting.turn || planting.place === 'any text' || planting.place === 'account name';
    const location = past.github.startsWith(request.origin) ? forGitHub(planting) : planting;
    const planted = hit ? plantedAnswer(answer, location) : answer;
    // A different command for each response.
    if (planted === answer || planted instanceof Error || planted.status === answer.status) played.set(key, place + 1);
    return planted;
  });
  const given = { ...DOCUMENTS, ...EVENT, 'plan.json': plantedPlan(past.plan, planting) };
  const disk = memoryFiles(below(REPOSITORY, given));
  const env = {
    ...SECRETS,
    LAYERS_API_URL: past.layers,
    TIKTOK_API_URL: past.layers,
    GITHUB_API_URL: past.github,
    ...command.env,
  };
  const asked = command.input === undefined ? command : { ...command, input: plantedInput(command.input, planting) };
  const { out, err } = await perform(asked, env, disk, dispatcher);
  const files = [...disk.written()].map(([path, text]) => [path, text] as const);
  return { texts: [['standard output', out], ['standard error', err], ...files], sent, page: out !== '' };
}

async function perform(
  { line, input }: CommandCase,
  env: Readonly<Record<string, string>>,
  { files }: Pick<Machine, 'files'>,
  dispatcher: Dispatcher,
): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const still = fakeMachine({
    cwd: REPOSITORY,
    env,
    ...(input !== undefined && { input }),
    // If a checkout was made with a token, it is in the URL in git.
    git: async ([first]) =>
      first === 'remote' || first === 'config'
        ? { ok: true, stdout: `https://x:${SECRETS.GITHUB_TOKEN}@github.com/acme/ads.git\n` }
        : { ok: false, why: 'no-repository' },
  });
  const machine = { ...still.machine, files, dispatcher };
  const exit = await run(line.split(' '), { bare: machine, full: async () => machine });
  await still.close();
  return { exit, out: still.out(), err: still.err() };
}

/** The command that reproduces it: the secrets here are fake. */
function around(text: string, name: SecretName): string {
  const lines = text.split('\n');
  return (lines.find((line) => leaksIn(line, SECRETS).includes(name)) ?? '(over several lines)').trim().slice(0, 300);
}

/** The parts of a request, except its own credential in its own header, and a Spark code on its way to TikTok. */
function partsOf({ method, origin, path, headers, body }: Sent, past: Past): readonly Part[] {
  const toTikTok = path.startsWith('/open_api/');
  const toGitHub = past.github.startsWith(origin);
  const credential = toGitHub ? SECRETS.GITHUB_TOKEN : toTikTok ? SECRETS.NAMED_BY_SETTINGS : SECRETS.LAYERS_API_KEY;
  const own = toTikTok ? 'access-token' : 'authorization';
  const inHeaders = Object.entries(headers).map(([name, value]) =>
    name === own ? value.replace(credential, '') : `${name}: ${value}`,
  );
  const inBody = toTikTok ? body.replaceAll(SECRETS.SPARK_PLANTED, '') : body;
  return [[`${method} ${path}`, [path, inBody, ...inHeaders].join('\n')]];
}
