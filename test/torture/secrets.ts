import fc from 'fast-check';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/cli/program.ts';
import type { Asked, Taped } from '../../src/machine.ts';
import { onStage } from '../support/stage.ts';
import { stillMachine } from '../support/still-machine.ts';
import { acme, documentOf, fileOf, settings, worldOf } from '../support/worlds.ts';

/** Credentials of every kind, and a Spark code: none of them may ever be seen. */
const SECRETS = {
  LAYERS_API_KEY: 'lp_test_plantedkey000001_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde',
  TIKTOK_ACCESS_TOKEN: 'f00dfacef00dfacef00dfacef00dfacef00dface',
  GITHUB_TOKEN: 'ghp_PlantedPlantedPlantedPlantedPlanted00',
  SPARK_PLANTED: '#PlAnTeD+code/of=some==length',
  NAMED_BY_SETTINGS: 'a-token-of-no-known-form',
};
const VALUES = Object.values(SECRETS);

const COMMANDS = [
  'plan',
  'plan --format json --out plan.json --record run.json',
  'plan --format markdown',
  'drift',
  'drift --format json',
] as const;

const one = acme({ config: { monthlyCostCap: 27000 } });
const files = {
  [fileOf(one)]: documentOf(one, { spark: [{ post: 'ugc_1', code: '${SPARK_PLANTED}' }] }),
  'reconcile.yaml': settings({ credentials: [{ match: '**', layers: 'LAYERS_API_KEY', tiktok: 'NAMED_BY_SETTINGS' }] }),
};

/** What goes wrong with one answer: where a secret is planted in it, and how it is broken. */
const planting = fc.record({
  line: fc.constantFrom(...COMMANDS),
  turn: fc.nat(12),
  secret: fc.constantFrom(...VALUES),
  where: fc.constantFrom(
    'error body',
    'TikTok error',
    'account name',
    'header',
    'any text',
    'a page of HTML',
    'broken JSON',
  ),
  status: fc.constantFrom(200, 400, 401, 403, 404, 409, 429, 500, 503),
});
type Planting = typeof planting extends fc.Arbitrary<infer T> ? T : never;

/**
 * Runs commands whose answers hold secrets in every place that an API, or whoever stands in between, can put them.
 *
 * @returns how many runs printed a page, and what leaked
 */
export async function plantSecrets(
  runs: number,
  seed: number,
): Promise<{ rendered: number; leaks: readonly string[] }> {
  const answers = await answersOf();
  const leaks: string[] = [];
  let rendered = 0;
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-secrets-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    for (const planted of fc.sample(planting, { numRuns: runs, seed })) {
      const { text, page } = await oneRun(folder, planted, answers);
      if (page) rendered += 1;
      for (const secret of VALUES)
        if (text.includes(secret)) leaks.push(`${JSON.stringify(planted)} shows ${secret.slice(0, 8)}…`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { rendered, leaks };
}

type Answers = { readonly origin: string; readonly byUrl: ReadonlyMap<string, Taped> };

/** What a sandbox answers to these documents, to be answered again without one. */
async function answersOf(): Promise<Answers> {
  const env = { SPARK_PLANTED: 'x', NAMED_BY_SETTINGS: 'story-tiktok-token-0001' };
  return onStage({ files, world: worldOf([one]), env }, async (stage) => {
    const { exit, err } = await stage.run('plan --record run.json');
    if (exit !== 4 && exit !== 0) throw new Error(err);
    const record = JSON.parse(await stage.read('run.json')) as { reads: (Taped & { url: string })[] };
    return { origin: stage.sandbox.origin, byUrl: new Map(record.reads.map(({ url, ...answer }) => [url, answer])) };
  });
}

async function oneRun(
  folder: string,
  planted: Planting,
  { origin, byUrl }: Answers,
): Promise<{ text: string; page: boolean }> {
  const env = { ...SECRETS, LAYERS_API_URL: origin, TIKTOK_API_URL: origin };
  const stage = stillMachine({ cwd: folder, env });
  let turn = 0;
  const tape = {
    play: ({ url }: Asked): Taped => {
      const answer = byUrl.get(url) ?? { status: 404, headers: {}, body: '' };
      const hit = turn === planted.turn || planted.where === 'any text';
      turn += 1;
      return hit ? plant(answer, planted) : answer;
    },
    keep: () => {},
  };
  const machine = { ...stage.machine, tape };
  await run(planted.line.split(' '), { bare: machine, whole: async () => machine });
  await stage.close();
  let text = stage.out() + stage.err();
  for (const name of await readdir(folder)) {
    if (name !== 'plan.json' && name !== 'run.json') continue;
    text += await readFile(join(folder, name), 'utf8');
    await rm(join(folder, name));
  }
  return { text, page: stage.out() !== '' };
}

function plant(answer: Taped, { secret, where, status }: Planting): Taped {
  const json = { 'content-type': 'application/json' };
  const said = `no, ${secret} is not allowed to, says ${secret}`;
  switch (where) {
    case 'error body':
      return {
        status,
        headers: json,
        body: JSON.stringify({ error: { code: 'VALIDATION', message: said, requestId: secret, details: { secret } } }),
      };
    case 'TikTok error':
      return {
        status: 200,
        headers: json,
        body: JSON.stringify({ code: 40002, message: said, request_id: secret, data: {} }),
      };
    case 'account name':
      return { ...answer, body: answer.body.replace(/"name":"[^"]*"/g, JSON.stringify({ name: secret }).slice(1, -1)) };
    case 'any text':
      return {
        ...answer,
        body: answer.body.replace(
          /"(status|pixel_name|lastError|code)":"[^"]*"/g,
          (_, key) => `"${key}":${JSON.stringify(secret)}`,
        ),
      };
    case 'header':
      return {
        ...answer,
        status: 302,
        headers: {
          ...answer.headers,
          location: `https://elsewhere.example/?k=${encodeURIComponent(secret)}&k=${secret}`,
          'retry-after': secret,
        },
      };
    case 'a page of HTML':
      return { status, headers: { 'content-type': 'text/html' }, body: `<h1>${said}</h1>` };
    case 'broken JSON':
      return { status: 200, headers: json, body: `{"oops": "${secret}` };
    default:
      return where satisfies never;
  }
}
