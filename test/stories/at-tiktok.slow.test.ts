import { expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings, type WorldExtras, worldOf } from '../support/worlds.ts';

/** Layers' own Business Center. */
const LAYERS_BC = '7999999999999999999';
const CODE = '#AbC+d/example00code==';

const live = acme({ config: { mode: 'agency' } });
const file = fileOf(live);

/** The Business Center of the customer, run by the owner of the token, next to that of Layers. */
const business = {
  token: { user: 'ana' },
  businessCenters: [
    { id: live.business, name: 'Acme', members: ['ana'] },
    { id: LAYERS_BC, name: 'Layers' },
  ],
};
const inSettings = settings({ layersBusinessId: LAYERS_BC, transport: endpoint() });

function worldWith(extras: WorldExtras['tiktok'], switches: Record<string, unknown> = {}): string {
  return worldOf([live], { tiktok: { ...business, ...extras }, switches });
}

const writesAtTikTok = (harness: StoryHarness) =>
  harness
    .writes()
    .filter(({ path }) => path.startsWith('/open_api'))
    .map(({ path }) => path.replace(/^.*v1\.3/, ''));

test('agency mode: reconcile creates the partnership and shares the ad account', async () => {
  const files = { [file]: documentOf(live), 'reconcile.yaml': inSettings };
  await withHarness({ files, world: worldWith({}) }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.exit).toBe(0);
    expect(planned.out).toContain('partnership (by reconcile');
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(0);
    expect(harness.world().tiktok.shares).toMatchObject([
      { to: LAYERS_BC, advertiser: live.account, role: 'OPERATOR' },
    ]);
    expect(writesAtTikTok(harness)).toEqual(['/bc/partner/add/']);
    const again = await harness.run('plan --detailed-exitcode');
    expect(again.exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/at-tiktok-partnership.txt');
  });
});

test('a partnership that must be accepted is waiting, and is not requested again', async () => {
  const files = { [file]: documentOf(live), 'reconcile.yaml': inSettings };
  await withHarness({ files, world: worldWith({}, { partnershipsNeedApproval: true }) }, async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(3);
    expect(applied.out).toContain('waiting  partnership, for the partner');
    harness.note('Layers has not accepted yet.');
    const second = await harness.run('apply --auto-approve');
    expect(second.exit).toBe(3);
    expect(writesAtTikTok(harness)).toEqual(['/bc/partner/add/']);
    harness.note('Layers accepts.');
    await harness.call('POST', '/__sandbox/people/accept-partnership', { from: live.business, to: LAYERS_BC });
    const third = await harness.run('plan --detailed-exitcode');
    expect(third.exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/at-tiktok-pending.txt');
  });
});

test('without access to the Business Center the partnership is a manual step', async () => {
  const unbound = acme({ inProject: { layers: [{ id: live.layer, config: {} }] } });
  const files = { [file]: documentOf(live), 'reconcile.yaml': inSettings };
  const world = worldOf([unbound], { tiktok: { ...business, token: { user: 'nobody' } } });
  await withHarness({ files, world }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.exit).toBe(0);
    expect(planned.out).not.toContain('partnership (');
    expect(planned.err).toBe('');
  });
});

test('a pixel of the Business Center is linked before anything uses it', async () => {
  const byo = acme({ config: { capi: { pixel_id: 'C9B8C7D6E5F4G3H2I1J0' } } });
  const pixels = [
    {
      id: '7000000000000000200',
      code: 'C9B8C7D6E5F4G3H2I1J0',
      owner: '7222222222222222222',
      ownerBusiness: byo.business,
    },
  ];
  const before = acme();
  const files = { [file]: documentOf(byo), 'reconcile.yaml': inSettings };
  const world = worldOf([before], {
    tiktok: business,
    pixels,
    advertisers: [{ id: '7222222222222222222', name: 'Old', ownerBusiness: byo.business }],
  });
  await withHarness({ files, world }, async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit, applied.out + applied.err).toBe(0);
    expect(harness.world().tiktok.pixels.at(-1)?.linkedTo).toEqual([byo.account]);
    const order = harness.writes().map(({ path }) => path.replace(/^.*v1\.3/, ''));
    expect(order.indexOf('/bc/pixel/link/update/')).toBeLessThan(order.findIndex((path) => path.includes('/config')));
    await expect(harness.transcript()).toMatchFileSnapshot('golden/at-tiktok-pixel-link.txt');
  });
});

test('a pixel that the Business Center does not own is refused, not linked', async () => {
  const byo = acme({ config: { capi: { pixel_id: 'C9B8C7D6E5F4G3H2I1J0' } } });
  const pixels = [{ id: '7000000000000000200', code: 'C9B8C7D6E5F4G3H2I1J0', owner: '7222222222222222222' }];
  const files = { [file]: documentOf(byo), 'reconcile.yaml': inSettings };
  const world = worldOf([acme()], {
    tiktok: business,
    pixels,
    advertisers: [{ id: '7222222222222222222', name: 'Old' }],
  });
  await withHarness({ files, world }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.exit).toBe(4);
    expect(planned.out).toContain('pixel-owner');
    expect(planned.out).not.toContain('pixel-link');
  });
});

test('TikTok enforces the cap: the account’s monthly budget is set, follows the cap, and is removed again', async () => {
  const byo = acme({ config: { mode: 'byo' } });
  const files = { [file]: documentOf(byo, { capEnforcement: 'tiktok' }), 'reconcile.yaml': inSettings };
  await withHarness({ files, world: worldOf([byo], { tiktok: business }) }, async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit, applied.out + applied.err).toBe(0);
    const budget = () => {
      const { budgetMode, budget: amount } = harness.world().tiktok.advertisers[0] ?? {};
      return [budgetMode, Number(amount ?? 0)];
    };
    expect(budget()).toEqual(['MONTHLY_BUDGET', 28000]);

    harness.note('The cap rises.');
    await harness.edit(file, '28000', '30000');
    const raised = await harness.run('apply --auto-approve');
    expect(raised.exit, raised.out + raised.err).toBe(0);
    expect(budget()).toEqual(['MONTHLY_BUDGET', 30000]);

    harness.note('TikTok should no longer enforce it.');
    await harness.edit(file, 'capEnforcement: tiktok', 'capEnforcement: none');
    const freed = await harness.run('apply --auto-approve');
    expect(freed.exit, freed.out + freed.err).toBe(0);
    expect(budget()[0]).toBe('UNLIMITED');
    const again = await harness.run('plan --detailed-exitcode');
    expect(again.exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/at-tiktok-budget.txt');
  });
});

test('a budget that a person set at TikTok for other reasons is left alone', async () => {
  const byo = acme({ config: { mode: 'byo' }, atTikTok: { budgetMode: 'DAILY_BUDGET', budget: '50.00' } });
  const files = { [file]: documentOf(byo, { capEnforcement: 'none' }), 'reconcile.yaml': inSettings };
  await withHarness({ files, world: worldOf([byo], { tiktok: business }) }, async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit, applied.out + applied.err).toBe(0);
    expect(writesAtTikTok(harness)).toEqual([]);
  });
});

const sparks = [
  { code: CODE, item: '7301000000000000001', identity: 'id-1' },
  { code: '#Ended+code/example0001==', item: '7301000000000000002', identity: 'id-2', ends: '2026-11-01T00:00:00Z' },
];
const post = 'ugc_01J0000000000000000000001';
const wishFor = (variable: string, item?: string) => ({
  spark: [{ post, ...(item !== undefined && { item }), code: `\${${variable}}` }],
});

test('a Spark code is authorised at TikTok; attaching it in Layers stays a person’s', async () => {
  const byo = acme({ config: { mode: 'byo' } });
  const env = { SPARK_ACME_1: CODE };
  const files = {
    [file]: documentOf(byo, wishFor('SPARK_ACME_1', '7301000000000000001')),
    'reconcile.yaml': inSettings,
  };
  await withHarness(
    { files, env, world: worldOf([byo], { tiktok: { ...business, sparkPosts: sparks } }) },
    async (harness) => {
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit, applied.out + applied.err).toBe(3);
      expect(applied.out).toContain('done  spark-authorise');
      expect(applied.out).toContain('waiting  spark, for you');
      expect(harness.world().tiktok.sparkPosts[0]?.authorizedFor).toEqual([byo.account]);

      harness.note('Maya attaches the code to the post in Layers and confirms it.');
      expect((await harness.run('confirm acme-ios')).exit).toBe(0);
      const again = await harness.run('apply --auto-approve');
      expect(again.exit).toBe(0);
      expect(writesAtTikTok(harness)).toEqual(['/tt_video/authorize/']);
      expect(harness.transcript()).not.toContain(CODE);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/at-tiktok-spark.txt');
    },
  );
});

test('a Spark code of a different post: its post is named, and nothing is done', async () => {
  const byo = acme({ config: { mode: 'byo' } });
  const files = {
    [file]: documentOf(byo, wishFor('SPARK_ACME_1', '7309999999999999999')),
    'reconcile.yaml': inSettings,
  };
  const env = { SPARK_ACME_1: CODE };
  await withHarness(
    { files, env, world: worldOf([byo], { tiktok: { ...business, sparkPosts: sparks } }) },
    async (harness) => {
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit).toBe(1);
      expect(applied.out).toContain('apply/wrong-post');
      const again = await harness.run('plan');
      expect(again.out).toContain('tiktok/spark-item');
      expect(harness.transcript()).not.toContain(CODE);
    },
  );
});

test('an expired code: TikTok refuses it, and a new one is a manual step', async () => {
  const byo = acme({ config: { mode: 'byo' } });
  const ended = { ...sparks[1], authorizedFor: [byo.account] };
  const files = { [file]: documentOf(byo, wishFor('SPARK_ACME_2')), 'reconcile.yaml': inSettings };
  const env = { SPARK_ACME_2: '#Ended+code/example0001==' };
  await withHarness(
    { files, env, world: worldOf([byo], { tiktok: { ...business, sparkPosts: [ended] } }) },
    async (harness) => {
      const planned = await harness.run('plan');
      expect(planned.out).toContain('tiktok/spark-expired');
      expect(planned.out).toContain('spark-authorise (manual)');
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit).toBe(3);
      expect(writesAtTikTok(harness)).toEqual([]);
      expect(harness.transcript()).not.toContain('#Ended');
    },
  );
});

test('an expired code does not block other codes', async () => {
  const byo = acme({ config: { mode: 'byo' } });
  const other = 'ugc_01J0000000000000000000002';
  const spark = [
    { post, code: '${SPARK_ACME_2}' },
    { post: other, code: '${SPARK_ACME_1}' },
  ];
  const files = { [file]: documentOf(byo, { spark }), 'reconcile.yaml': inSettings };
  const env = { SPARK_ACME_1: CODE, SPARK_ACME_2: '#Ended+code/example0001==' };
  const sparkPosts = [sparks[0], { ...sparks[1], authorizedFor: [byo.account] }];
  await withHarness({ files, env, world: worldOf([byo], { tiktok: { ...business, sparkPosts } }) }, async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit, applied.out + applied.err).toBe(3);
    expect(applied.out).toContain('waiting  spark-authorise, for the creators, for new codes');
    expect(harness.world().tiktok.sparkPosts[0]?.authorizedFor).toEqual([byo.account]);
    const again = await harness.run('apply --auto-approve');
    expect(again.out).toContain('Ask the creator of the post ugc_01J0000000000000000000001');
    expect(writesAtTikTok(harness)).toEqual(['/tt_video/authorize/']);
  });
});
