import { describe, expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import {
  acme,
  campaignOf,
  type Client,
  documentOf,
  endpoint,
  fileOf,
  type Json,
  settings,
  worldOf,
} from '../support/worlds.ts';

const NOW = '2026-11-10T12:00:00Z';
const counts = [{ date: '2026-11-09', type: 'SHOPPING', browser: 3, server: 40 }];

function worldWith(one: Client, campaigns: readonly Json[], more: Parameters<typeof worldOf>[1] = {}): string {
  const advertiser = one.account;
  const atTikTok = campaigns.map((campaign, index) => ({ id: `180000000000000${index + 1}`, advertiser, ...campaign }));
  const { tiktok = {}, switches = {} } = more;
  const world = JSON.parse(
    worldOf([one], {
      ...more,
      switches: { generation: 'seed', ...switches },
      tiktok: { campaigns: atTikTok, ...tiktok },
    }),
  ) as { tiktok: { pixels: Json[] } };
  world.tiktok.pixels = world.tiktok.pixels.map((pixel) => ({ ...pixel, counts }));
  return JSON.stringify(world);
}

const filesOf = (one: Client, given: Json = {}) => ({
  'reconcile.yaml': settings({ transport: endpoint() }),
  [fileOf(one)]: documentOf(one, given),
});

const listed = (...numbers: readonly number[]) => ({
  campaigns: numbers.map((n) => campaignOf(acme().account, n, 'active')),
});

describe('live campaigns outside of the objectives', () => {
  test('are named with their spend, are not paused, and are gone once the document lists them', async () => {
    const one = acme({ inProject: listed(1, 2) });
    const campaigns = [
      { name: 'Installs', objective: 'APP_PROMOTION', status: 'ENABLE', budgetMode: 'BUDGET_MODE_DAY', budget: '100' },
      { name: 'Visits', objective: 'TRAFFIC', status: 'ENABLE', spendPerDay: '12.50' },
      { name: 'Old visits', objective: 'TRAFFIC', status: 'DISABLE', spendPerDay: '1.00' },
    ];
    await withHarness({ files: filesOf(one), world: worldWith(one, campaigns), now: NOW }, async (harness) => {
      const seen = await harness.run('verify');
      expect(seen.exit).toBe(1);
      expect(seen.out).toContain('Visits (TRAFFIC, 125.00 USD this month)');
      expect(seen.out).not.toContain('Old visits');
      expect((await harness.run('plan --detailed-exitcode')).exit, 'they are no change').toBe(0);

      await harness.edit(fileOf(one), '  - video_view\n', '  - video_view\n  - traffic\n');
      expect((await harness.run('apply --auto-approve')).exit).toBe(0);
      expect(await harness.run('verify')).toMatchObject({ exit: 0 });
      expect(harness.world().tiktok.campaigns.map(({ status }) => status)).toEqual(['ENABLE', 'ENABLE', 'DISABLE']);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/campaign-objectives.txt');
    });
  });

  test('the report is read only if one is outside, and a failed one leaves the names', async () => {
    const one = acme({ inProject: listed(1) });
    const inside = [{ name: 'Installs', objective: 'APP_PROMOTION', status: 'ENABLE' }];
    const reports = (log: readonly { readonly path: string; readonly query?: string }[]) =>
      log.filter((request) => JSON.stringify(request).includes('AUCTION_CAMPAIGN')).length;
    await withHarness({ files: filesOf(one), world: worldWith(one, inside), now: NOW }, async (harness) => {
      expect((await harness.run('verify')).exit).toBe(0);
      expect(reports(harness.log())).toBe(0);
    });
    const outside = [{ name: 'Visits', objective: 'TRAFFIC', status: 'ENABLE' }];
    await withHarness({ files: filesOf(one), world: worldWith(one, outside), now: NOW }, async (harness) => {
      const fault = {
        method: 'GET',
        path: '/open_api/v1.3/report/integrated/get/',
        times: 100,
        fault: { kind: 'status', status: 500 },
      };
      await harness.call('POST', '/__sandbox/faults', fault);
      const seen = await harness.run('verify');
      expect(seen.out).toContain('Visits (TRAFFIC, spend unknown)');
    });
  });
});

test('campaign budgets that cannot reach the cap are said', async () => {
  const one = acme({ inProject: listed(1) });
  const campaigns = [
    { name: 'Installs', objective: 'APP_PROMOTION', status: 'ENABLE', budgetMode: 'BUDGET_MODE_DAY', budget: '100' },
  ];
  await withHarness({ files: filesOf(one), world: worldWith(one, campaigns), now: NOW }, async (harness) => {
    const seen = await harness.run('verify --verbose');
    expect(seen.out).toContain(
      'at most 5,200.00 USD is spent this month: the cap of 28,000.00 USD is not reached unless they are raised.',
    );
  });
});

describe('posts that the optimizer can select', () => {
  const code = '#sparkcode+one==';
  const post = { code, item: '7301000000000000001', identity: 'creator', authorizedFor: [acme().account] };
  const source = { adsContentId: '11111111-0000-4000-8000-000000000001', scoringPool: 'ugc', source: 'ugc_1' };
  test.each([
    {
      contentSourceKey: 'sourceId',
      eligibleKey: 'eligible',
      score: 7,
      says: 'The optimizer can select the post ugc_1.',
    },
    {
      contentSourceKey: 'postId',
      eligibleKey: 'eligible',
      score: 2,
      says: 'The optimizer cannot select the post ugc_1.',
    },
    { contentSourceKey: 'absent', eligibleKey: 'eligible', score: 2, says: undefined },
    { contentSourceKey: 'sourceId', eligibleKey: 'absent', score: 2, says: undefined },
  ])('$contentSourceKey, $eligibleKey: $says', async ({ contentSourceKey, eligibleKey, score, says }) => {
    const one = acme({ inProject: { ...listed(1), adsContent: [{ ...source, organicScore: score }] } });
    const world = worldWith(one, [{ objective: 'APP_PROMOTION', status: 'ENABLE' }], {
      switches: { contentSourceKey, eligibleKey },
      tiktok: { sparkPosts: [post] },
    });
    const files = filesOf(one, { spark: [{ post: 'ugc_1', code: '${SPARK_ONE}' }] });
    await withHarness({ files, world, now: NOW, env: { SPARK_ONE: code } }, async (harness) => {
      const seen = await harness.run('verify --verbose');
      expect(seen.out + seen.err).not.toContain(code);
      if (says === undefined) expect(seen.out).not.toContain('select the post');
      else expect(seen.out).toContain(says);
      const planned = await harness.run('plan');
      expect(planned.out).not.toContain('select the post');
    });
  });
});

test('a plan reads neither events, nor content, nor campaigns at TikTok', async () => {
  const one = acme({ inProject: listed(1) });
  await withHarness({ files: filesOf(one), world: worldWith(one, []), now: NOW }, async (harness) => {
    await harness.run('plan');
    const paths = harness
      .log()
      .map(({ path }) => path)
      .join('\n');
    expect(paths).not.toMatch(/\/events|ads-content|campaign\/get/);
    harness.forget();
    await harness.run('verify');
    const read = harness.log().map(({ path }) => path.replace(/\?.*/, ''));
    const count = (part: string) => read.filter((path) => path.includes(part)).length;
    expect([count('/events'), count('ads-content'), count('campaign/get')]).toEqual([1, 0, 1]);
  });
});
