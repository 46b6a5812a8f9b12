import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { documentsOfMany, worldOfMany } from '../support/many-layers.mjs';
import { runVirtually } from '../support/virtual-run.ts';
import { client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

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
      await harness.run('plan --out whole.json');
      const whole = JSON.parse(await harness.read('whole.json')) as Plan;
      const shards = await planAll(harness);
      const layers = shards.flatMap(({ plan }) => plan.layers).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      expect(layers).toEqual(whole.layers);
      expect(shards.every(({ plan }) => plan.layers.length > 0)).toBe(true);
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

const ALL = 'plan-1.json plan-2.json plan-3.json';

describe('show --merge', () => {
  test('prints the plan of one process, which is applied as reviewed', async () => {
    const changed = {
      ...files,
      [fileOf(client(1))]: documentOf(client(1), { monthlyCostCap: 30000 }),
      [fileOf(client(5))]: documentOf(client(5), { objectives: ['traffic'] }),
      'reconcile.yaml': settings({ transport: endpoint() }),
    };
    await withHarness({ files: changed, world }, async (harness) => {
      const formats = ['text', 'markdown', 'json'] as const;
      const whole = await Promise.all(formats.map((format) => harness.run(`plan --format ${format}`)));
      await planAll(harness);
      harness.forget();
      for (const [index, format] of formats.entries()) {
        const { exit, out } = await harness.run(`show --merge ${ALL} --format ${format}`);
        expect([exit, withoutCalls(out)]).toEqual([0, withoutCalls(whole[index]?.out ?? '')]);
      }
      expect(harness.log(), 'a merge asks no API').toEqual([]);
      expect((await harness.run(`show --merge ${ALL} --out plan.json`)).exit).toBe(0);
      const merged = JSON.parse(await harness.read('plan.json')) as Plan;
      expect(merged.digest).toBe((JSON.parse(whole[2]?.out ?? '') as Plan).digest);

      expect((await harness.run('apply plan.json --auto-approve')).exit).toBe(0);
      const configs = harness.world().layers.projects.map(({ layers }) => layers[0]?.config);
      expect(configs[0]).toMatchObject({ monthlyCostCap: 30000 });
      expect(configs[4]).toMatchObject({ objectives: ['traffic'] });
      expect((await harness.run('apply plan.json --auto-approve')).out).toContain('No changes to apply.');
    });
  });

  test('counts the calls of the plan, and what each shard reads again', async () => {
    await withHarness({ files, world }, async (harness) => {
      const { calls: whole } = JSON.parse((await harness.run('plan --format json')).out) as Plan;
      await planAll(harness);
      const { calls } = JSON.parse((await harness.run(`show --merge ${ALL} --format json`)).out) as Plan;
      const again = { 'GET /v1/whoami': 3, 'GET /advertiser/info/': 3, 'GET /report/integrated/get/': 3 };
      const once = { 'GET /v1/whoami': 1, 'GET /advertiser/info/': 1, 'GET /report/integrated/get/': 2 };
      expect(whole.endpoints).toMatchObject(once);
      expect(calls.endpoints).toEqual({ ...whole.endpoints, ...again });
      expect(calls.used).toBe(whole.used + 2 + 2 + 1);
    });
  });

  test('decides policies over a sum, which no shard refuses', async () => {
    const raised = [1, 2, 3, 4].map((n) => [fileOf(client(n)), documentOf(client(n), { monthlyCostCap: 30000 })]);
    const limits = { 'cap-total': { amount: '230000 USD' }, share: { percent: 30, above: 5 } };
    const limited = {
      ...files,
      ...Object.fromEntries(raised),
      'reconcile.yaml': settings({ policies: limits, transport: endpoint() }),
    };
    await withHarness({ files: limited, world }, async (harness) => {
      const shards = await planAll(harness);
      expect(shards.map(({ exit, plan }) => [exit, plan.refusals.length])).toEqual([
        [0, 0],
        [0, 0],
        [0, 0],
      ]);
      const merged = await harness.run(`show --merge ${ALL}`);
      expect(merged.exit).toBe(4);
      expect(merged.out).toContain('The caps together would be 232,000.00 USD; the limit is 230,000.00.');
      expect(merged.out).toContain('The plan changes 4 of 8 layers; the limit is 30%');
      const lifted = await harness.run(`show --merge ${ALL} --allow cap-total=USD --allow share=all --out plan.json`);
      expect(lifted.exit).toBe(0);
      expect((JSON.parse(await harness.read('plan.json')) as Plan).allowed).toHaveLength(2);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/shards-merge.txt');

      const applied = await harness.run('apply plan.json --auto-approve');
      expect([applied.exit, harness.writes()], 'a file allows nothing').toEqual([4, []]);
    });
  });

  test('says what could not be read', async () => {
    const broken = { ...files, [fileOf(client(2))]: 'name: [\n' };
    await withHarness({ files: broken, world }, async (harness) => {
      await planAll(harness);
      const merged = await harness.run(`show --merge ${ALL}`);
      expect(merged.exit).toBe(1);
      expect(merged.out).toMatch(/^SANDBOX · Incomplete: 1 of 8 layers could not be read\./);
    });
  });

  test('refuses missing, double and foreign shards, and other files', async () => {
    await withHarness({ files, world }, async (harness) => {
      await planAll(harness);
      await harness.run('plan --shard 1/2 --out half.json');
      await harness.run('plan --out whole.json');
      await harness.run('plan --shard 3/3 --out part.json layers/client-1.yaml');
      await harness.edit('reconcile.yaml', 'major', 'minor');
      await harness.run('plan --shard 3/3 --out minor.json');
      await harness.edit('reconcile.yaml', 'minor', 'major');
      await harness.edit(fileOf(client(8)), 'monthlyCostCap: 28000', 'monthlyCostCap: 29000');
      await harness.run('plan --shard 3/3 --out later.json');
      harness.forget();
      for (const files of [
        'plan-1.json',
        'plan-1.json plan-3.json',
        'plan-1.json plan-2.json plan-3.json plan-2.json',
        'plan-1.json plan-2.json half.json',
        'plan-1.json plan-2.json minor.json',
        'plan-1.json plan-2.json later.json',
        'plan-1.json plan-2.json part.json',
        'plan-1.json whole.json',
        'plan-1.json plan-2.json gone.json',
      ]) {
        expect((await harness.run(`show --merge ${files} --out never.json`)).exit, files).toBe(1);
      }
      expect(harness.log()).toEqual([]);
      await expect(harness.read('never.json')).rejects.toThrow('ENOENT');
      const transcript = harness.transcript();
      await expect(transcript.slice(transcript.indexOf('$ reconcile show'))).toMatchFileSnapshot(
        'golden/shards-refused.txt',
      );
    });
  });

  test('is for shards only', async () => {
    await withHarness({ files, world }, async (harness) => {
      await planAll(harness);
      for (const [line, message] of [
        [`show ${ALL}`, 'show prints one plan, but 3 files are named.'],
        ['show plan-1.json --out plan.json', '--out has an effect with --merge only.'],
        ['show plan-1.json --allow share=all', '--allow has an effect with --merge only.'],
        [`show --merge ${ALL} --out same --html same`, '--out and --html have the same file.'],
        [`show --merge ${ALL} --out plan-1.json`, '--out: plan-1.json is an input of the command.'],
      ] as const) {
        const { exit, err } = await harness.run(line);
        expect([exit, err], line).toEqual([1, expect.stringContaining(message)]);
      }
    });
  });
});

/** Without the number of calls, and without the checksum that covers it. */
function withoutCalls(page: string): unknown {
  if (!page.startsWith('{')) return page.replace(/\d+ API calls used, .*/g, '');
  const { calls: _, checksum: __, ...plan } = JSON.parse(page);
  return plan;
}

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
