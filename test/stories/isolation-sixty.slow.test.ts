import { describe, expect, test } from 'vitest';
import { type HarnessOptions, type StoryHarness, withHarness } from '../support/harness.ts';
import {
  campaignOf,
  client,
  type Client,
  CREDENTIALS,
  documentOf,
  endpoint,
  settings,
  TOKEN,
  worldOf,
} from '../support/worlds.ts';

const KITSUNE = '0d6b5f6e-0000-4000-8000-000000000002';
const KITSUNE_KEY = 'lp_test_kitsunekey000001_secret';
const REVOKED = 'lp_test_revokedkey000001_secret';

/** 33 clients of one organization and 27 of another, with a key each. The first of each has a running campaign. */
const clients = Array.from({ length: 60 }, (_, n) => {
  const one = client(n + 1);
  const campaigns = { campaigns: [campaignOf(one.account, n + 1, 'active')] };
  const layers = { layers: [{ id: one.layer, config: one.config, defaults: { structural: 'auto' } }] };
  const organization = n < 33 ? {} : { organization: KITSUNE };
  return client(n + 1, { inProject: { ...layers, ...organization, ...([0, 33].includes(n) && campaigns) } });
});
const [first, second, third, fourth, theirs] = [0, 1, 2, 3, 33].map((n) => client(n + 1)) as [
  Client,
  Client,
  Client,
  Client,
  Client,
];
const folderOf = ({ n }: Client) => (n <= 33 ? 'bluebird' : 'kitsune');
const pathOf = (one: Client) => `layers/${folderOf(one)}/${one.name}.yaml`;

const SETTINGS = {
  transport: endpoint(),
  credentials: [{ match: 'layers/kitsune/**', layers: 'KITSUNE_LAYERS_API_KEY', tiktok: 'TIKTOK_ACCESS_TOKEN' }],
};
const files = {
  ...Object.fromEntries(clients.map((one) => [pathOf(one), documentOf(one)])),
  'reconcile.yaml': settings(SETTINGS),
};
const world = worldOf(clients, {
  keys: [{ key: KITSUNE_KEY, organization: KITSUNE, tier: 'partner' }],
  env: { ...CREDENTIALS, KITSUNE_LAYERS_API_KEY: KITSUNE_KEY },
});

const BROKEN = 'name: [\n';
const broken = { ...files, [pathOf(second)]: BROKEN };
const revoked = { KITSUNE_LAYERS_API_KEY: REVOKED };

const times = (text: string, word: string) => text.split(word).length - 1;
const firstLine = (text: string) => text.split('\n')[0];

/** What a plan must print of a cause that leaves layers unread. */
type Case = {
  readonly name: string;
  readonly given: HarnessOptions;
  readonly unread: number;
  /** Each is printed once, however many layers it stops. */
  readonly causes: readonly string[];
  readonly codes: readonly string[];
};

const cases: readonly Case[] = [
  {
    name: 'one invalid document',
    given: { files: broken, world },
    unread: 1,
    causes: ['document/syntax'],
    codes: ['document/syntax'],
  },
  {
    name: 'one rejected key',
    given: { files, world, env: revoked },
    unread: 27,
    causes: ['KITSUNE_LAYERS_API_KEY was rejected by Layers (401); 27 layers were not read: client-34'],
    codes: ['api/unauthenticated'],
  },
  {
    name: 'one invalid document and one rejected key',
    given: { files: broken, world, env: revoked },
    unread: 28,
    causes: ['document/syntax', 'KITSUNE_LAYERS_API_KEY was rejected by Layers (401); 27 layers were not read'],
    codes: ['document/syntax', 'api/unauthenticated'],
  },
];

describe.each(cases)('$name among 60', ({ given, unread, causes, codes }) => {
  test('text, JSON and Markdown: the others are planned, the first words say so, each cause is named once', async () => {
    await withHarness(given, async (harness) => {
      const text = await harness.run('plan');
      expect(text.exit).toBe(1);
      const incomplete = `Incomplete: ${unread} of 60 layers could not be read. No changes in the others: ${60 - unread} layers`;
      expect(firstLine(text.out)).toBe(`SANDBOX · ${incomplete} match their documents.`);

      const markdown = await harness.run('plan --format markdown');
      expect(firstLine(markdown.out)).toBe(`## SANDBOX · ${incomplete} match their documents.`);
      for (const cause of causes) {
        expect(times(text.out + text.err, cause), cause).toBe(1);
        expect(times(markdown.out.replaceAll('\\', '').replaceAll('&#95;', '_'), cause), markdown.out).toBe(1);
      }

      const json = JSON.parse((await harness.run('plan --format json')).out);
      expect(json).toMatchObject({ exitCode: 1, counts: { layers: 60 - unread, unread, changes: 0 } });
      expect([json.layers.length, json.unread.length]).toEqual([60 - unread, unread]);
      expect(json.problems.map(({ code }: { readonly code: string }) => code)).toEqual(codes);
    });
  });

  test('a layer that can be read is paused, alone and in an apply of all', async () => {
    for (const line of [`apply ${pathOf(first)}`, 'apply']) {
      await withHarness(given, async (harness) => {
        await harness.write(pathOf(first), documentOf(first, { state: 'paused' }));
        const { exit, out } = await harness.run(`${line} --auto-approve`);
        expect([1, 3], out).toContain(exit);
        const paused = harness.writes().filter(({ path }) => path.endsWith('/pause'));
        expect(paused.map(({ path }) => path)).toEqual([expect.stringContaining('/cmp_1/pause')]);
        if (line === 'apply') expect(out).toContain(`Incomplete: ${unread} of 60 layers could not be read. `);
      });
    }
  });
});

describe('a sum that cannot be computed', () => {
  const limited = settings({ ...SETTINGS, policies: { 'cap-total': { amount: '9000000 USD' } } });
  const noCap = { [pathOf(theirs)]: documentOf(theirs, { monthlyCostCap: undefined }) };
  const lower = { [pathOf(third)]: documentOf(third, { monthlyCostCap: 20000 }) };
  const pause = { [pathOf(first)]: documentOf(first, { state: 'paused' }) };
  const raise = { [pathOf(fourth)]: documentOf(fourth, { monthlyCostCap: 28001 }) };

  test.each([
    { name: 'a document is invalid', given: { files: broken }, why: `a document is invalid: ${pathOf(second)}` },
    {
      name: 'a layer without a cap in its document was not read',
      given: { files: { ...files, ...noCap }, env: revoked },
      why: 'client-34 could not be read, and no document sets the cap',
    },
  ])('refuses what raises it; a decrease and a pause pass ($name)', async ({ given, why }) => {
    const inRepository = { ...given.files, 'reconcile.yaml': limited, ...lower, ...pause };
    await withHarness({ ...given, files: inRepository, world }, async (harness) => {
      await harness.write(pathOf(fourth), raise[pathOf(fourth)] ?? '');
      const refused = await harness.run('plan --format json');
      expect([refused.exit, JSON.parse(refused.out).refusals]).toEqual([
        4,
        [
          {
            policy: 'cap-total',
            subject: 'USD',
            message: `The sum of the caps in USD cannot be checked${why.startsWith('client') ? ':' : ', because'} ${why}.`,
          },
        ],
      ]);
      await harness.write(pathOf(fourth), documentOf(fourth));
      expect(JSON.parse((await harness.run('plan --format json')).out)).toMatchObject({
        exitCode: 1,
        refusals: [],
        counts: { changes: 3 },
      });
    });
  });

  test('share counts documents that are invalid, and never a pause', async () => {
    const [some, more] = [clients.slice(2, 20), clients.slice(2, 24)];
    const edited = (of: readonly Client[], given: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(of.map((one) => [pathOf(one), documentOf(one, given)]));
    await withHarness({ files: broken, world }, async (harness) => {
      const refusalsOf = async (texts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
        for (const [path, text] of Object.entries(texts)) await harness.write(path, text);
        const { refusals } = JSON.parse((await harness.run('plan --format json')).out);
        return refusals.map(({ policy }: { readonly policy: string }) => policy);
      };
      expect(await refusalsOf(edited(some, { monthlyCostCap: 27000 }))).toEqual([]);
      expect(await refusalsOf(edited(more, { objectives: ['app_installs'] }))).toEqual(['share']);
      expect(await refusalsOf(edited(more, { state: 'paused' }))).toEqual([]);
    });
  });
});

describe('one row of a list that cannot be read', () => {
  const INFO = '/open_api/*/advertiser/info/';
  const REPORT = '/open_api/*/report/integrated/get/';
  const raise = Object.fromEntries(clients.map((one) => [pathOf(one), documentOf(one, { monthlyCostCap: 28001 })]));
  const loose = settings({ ...SETTINGS, policies: { share: { percent: 100, above: 5 } } });

  /** The answer to the first request of a run for this path, with a change to the row of the second layer. */
  async function breakRow(harness: StoryHarness, path: string, change: (row: Row) => void): Promise<void> {
    const [start = '', end = ''] = path.split('*');
    const sent = harness
      .log()
      .find((one) => one.path.includes(end) && one.path.startsWith(start) && one.path.includes(second.account));
    if (sent === undefined) throw new Error(`Nothing was read from ${path}.`);
    const answer = await harness.call('GET', sent.path, undefined, { 'access-token': TOKEN });
    const body = (await answer.json()) as { readonly data: { readonly list: readonly Row[] } };
    const row = body.data.list.find((each) => JSON.stringify(each).includes(second.account));
    if (row === undefined) throw new Error(`${sent.path} has no row of the second layer.`);
    change(row);
    const fault = { kind: 'status', status: 200, body };
    await harness.call('POST', '/__sandbox/faults', { method: 'GET', path, times: 100, fault });
    harness.forget();
  }

  test.each([
    { name: 'an ad account without a currency', change: (row: Row) => delete row.currency },
    { name: 'an ad account without an id', change: (row: Row) => delete row.advertiser_id },
  ])('$name: the other 59 are planned', async ({ change }) => {
    await withHarness({ files: { ...files, ...raise, 'reconcile.yaml': loose }, world }, async (harness) => {
      await harness.run('plan --format json');
      await breakRow(harness, INFO, change);
      const { exit, out } = await harness.run('plan --format json');
      const json = JSON.parse(out);
      expect([exit, json.unread, json.counts.changes]).toEqual([1, [second.name], 59]);
      expect(json.problems).toMatchObject([{ code: 'api/unreadable' }]);
      expect(JSON.stringify(json.problems)).toContain(second.name);
      const text = await harness.run('plan');
      expect(firstLine(text.out)).toMatch(/^SANDBOX · Incomplete: 1 of 60 layers could not be read\. Plan: 59 changes/);
    });
  });

  test('a spend that is no amount: the cap of its layer alone is not lowered', async () => {
    const lower = Object.fromEntries(
      clients.slice(0, 5).map((one) => [pathOf(one), documentOf(one, { monthlyCostCap: 27000 })]),
    );
    await withHarness({ files: { ...files, ...lower }, world }, async (harness) => {
      await harness.run('plan --format json');
      await breakRow(harness, REPORT, (row) => Object.assign(row, { metrics: { spend: 'a lot' } }));
      const { exit, out } = await harness.run('plan --format json');
      const json = JSON.parse(out);
      expect(exit).toBe(4);
      expect(json.refusals).toMatchObject([{ policy: 'cap-below-spend', subject: second.name }]);
      expect(json.problems).toMatchObject([{ code: 'api/unreadable', layers: [second.name] }]);
      expect(json.counts).toMatchObject({ layers: 60, unread: 0, changes: 5 });
    });
  });
});

type Row = Record<string, unknown>;
