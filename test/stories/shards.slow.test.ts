import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { documentsOfMany, worldOfMany } from '../support/many-layers.mjs';
import { runVirtually } from '../support/virtual-run.ts';
import { client, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';

const OF = 3;
const NUMBERS = [1, 2, 3] as const;
const clients = Array.from({ length: 8 }, (_, n) => client(n + 1));
const files = { ...documentsOf(clients), 'reconcile.yaml': settings() };
const world = worldOf(clients);

/** Saves `plan-1.json` to `plan-3.json`. */
async function planAll(
  harness: StoryHarness,
  options = '',
): Promise<readonly { exit: number; err: string; plan: Plan }[]> {
  const all = [];
  for (const number of NUMBERS) {
    const file = `plan-${number}.json`;
    const { exit, err } = await harness.run(`plan --shard ${number}/${OF} --out ${file} ${options}`.trim());
    all.push({ exit, err, plan: JSON.parse(await harness.read(file)) as Plan });
  }
  return all;
}

describe('plan --shard', () => {
  test('plans each layer in exactly one shard, as the whole plan does', async () => {
    await withHarness({ from: 'examples/agency-many' }, async (harness) => {
      const whole = JSON.parse((await harness.run('plan --format json')).out) as Plan;
      const shards = await planAll(harness);
      const layers = shards.flatMap(({ plan }) => plan.layers).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      expect(layers).toEqual(whole.layers);
      expect(shards.every(({ plan }) => plan.layers.length > 0)).toBe(true);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/shards-plan.txt');
    });
  });

  test('reads each project once, and for each shard the key and TikTok', async () => {
    await withHarness({ files, world }, async (harness) => {
      await harness.run('plan');
      const whole = harness.log().map(({ path }) => path);
      harness.forget();
      await planAll(harness);
      const inShards = harness.log().map(({ path }) => path);
      const perProject = (paths: readonly string[]) => paths.filter((path) => path.includes('/projects/')).toSorted();
      expect(perProject(inShards)).toEqual(perProject(whole));
      expect(inShards.filter((path) => path === '/v1/whoami')).toHaveLength(OF);
      expect(whole.filter((path) => path === '/v1/whoami')).toHaveLength(1);
    });
  });

  test('finds a broken document in each shard, and fails in one', async () => {
    const broken = { ...files, [fileOf(client(2))]: 'name: [\n' };
    await withHarness({ files: broken, world }, async (harness) => {
      const shards = await planAll(harness);
      expect(shards.map(({ exit }) => exit).toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
      expect(shards.flatMap(({ plan }) => plan.unread)).toEqual([fileOf(client(2))]);
      const notes = shards.filter(({ err }) => err.includes('1 other document is invalid: layers/client-2.yaml.'));
      expect(notes).toHaveLength(OF - 1);
    });
  });

  test('saves a shard of which no layer could be read, and one without layers', async () => {
    const only = [client(1)];
    const alone = { ...documentsOf(only), 'reconcile.yaml': settings() };
    await withHarness({ files: alone, world: worldOf(only) }, async (harness) => {
      const shards = await planAll(harness);
      expect(shards.map(({ plan }) => plan.layers.length).toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
      const unread = await withEnv(harness, { LAYERS_API_KEY: 'lp_test_wrong000000000001_secret' });
      expect(unread).toEqual(['client-1']);
      const unset = await withEnv(harness, { TIKTOK_ACCESS_TOKEN: '' });
      expect(unset).toEqual(['client-1']);
    });
  });

  test('is not applied, confirmed or commented alone', async () => {
    const changed = { ...files, [fileOf(client(1))]: documentOf(client(1), { monthlyCostCap: 30000 }) };
    await withHarness({ files: changed, world }, async (harness) => {
      await planAll(harness);
      harness.forget();
      for (const command of [
        'apply plan-1.json --auto-approve',
        'confirm client-1 --plan plan-1.json',
        'comment plan-1.json',
      ]) {
        const { exit, err } = await harness.run(command);
        expect([exit, err], command).toEqual([1, expect.stringContaining('plan-1.json is only shard 1 of 3.')]);
      }
      expect(harness.log()).toEqual([]);
      expect((await harness.run('show plan-1.json')).out).toMatch(/^SANDBOX · Shard 1 of 3 · /);
    });
  });

  test.each(['0/4', '5/4', '1/257', '2', '1/2/3', 'a/b'])('rejects %s', async (value) => {
    await withHarness({ files, world }, async (harness) => {
      const { exit, err } = await harness.run(`plan --shard ${value}`);
      expect([exit, err]).toEqual([1, expect.stringContaining('at most 256: 2/4.')]);
      expect(harness.log()).toEqual([]);
    });
  });
});

/** Layers that no shard could read. */
async function withEnv(harness: StoryHarness, env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const unread: string[] = [];
  for (const number of NUMBERS) {
    await harness.run(`plan --shard ${number}/${OF} --out unread.json`, { env });
    unread.push(...(JSON.parse(await harness.read('unread.json')) as Plan).unread);
  }
  return unread;
}

test('two shards of one key take half of its limit each', async () => {
  const world = worldOfMany(120, { tier: 'standard', switches: { rateLimits: true } });
  const setup = { files: documentsOfMany(120), world };
  for (const number of [1, 2]) {
    const { elapsedMs, log, err } = await runVirtually(['plan', '--shard', `${number}/2`], setup);
    const reads = log.filter(({ api, method }) => api === 'layers' && method === 'GET').length;
    expect(reads).toBeGreaterThan(150);
    expect(elapsedMs).toBeGreaterThanOrEqual((Math.ceil(reads / 60) - 1) * 60_000);
    expect(log.filter(({ status }) => status === 429)).toEqual([]);
    expect(err).toContain('Layers allows this shard 60 reads a minute, 1/2 of the limit of its key');
  }
});
