import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan, Value } from '../../src/model/index.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, connected, documentOf, endpoint, fileOf, type Json, settings, worldOf } from '../support/worlds.ts';

const LAYERS_BC = '7999999999999999999';
const CODES = ['#AbC+d/example00code==', '#DeF+g/example01code=='] as const;
const POSTS = ['ugc_01J0000000000000000000001', 'ugc_01J0000000000000000000002'] as const;

/** A layer in a possible live state, its document, and the behaviour of the APIs and of people. */
const anyStory = fc.record({
  mode: fc.constantFrom('byo', 'agency'),
  budget: fc.constantFrom(
    {},
    { budgetMode: 'MONTHLY_BUDGET', budget: '26000.00' },
    { budgetMode: 'DAILY_BUDGET', budget: '50.00' },
  ),
  enforcement: fc.constantFrom('none', 'tiktok', undefined),
  cap: fc.constantFrom(25000, 28000, 30000),
  state: fc.constantFrom('paused', 'active', undefined),
  gate: fc.constantFrom('auto', 'draft'),
  statuses: fc.array(fc.constantFrom('active', 'paused', 'in_review', 'archived'), { maxLength: 3 }),
  isLinked: fc.boolean(),
  entered: fc.subarray([...CODES]),
  posts: fc.subarray([...POSTS]),
  switches: fc.record({
    partnershipsNeedApproval: fc.boolean(),
    sharesVisibleAfter: fc.constantFrom(0, 600),
    sparkRepeats: fc.boolean(),
  }),
});
type Story = typeof anyStory extends fc.Arbitrary<infer T> ? T : never;

/** What people and money depend on, by the path that a plan has for it. */
function watched(harness: StoryHarness): Readonly<Record<string, Value>> {
  const { layers, tiktok } = harness.world();
  const [project] = layers.projects;
  const [account] = tiktok.advertisers;
  const config = project?.layers[0]?.config as Record<string, Value>;
  return {
    monthlyCostCap: config.monthlyCostCap ?? null,
    mode: config.mode ?? null,
    accountBudget: [account?.budgetMode ?? '', Number(account?.budget ?? 0)].join(' '),
    ...Object.fromEntries((project?.campaigns ?? []).map(({ campaignId, status }) => [campaignId, status])),
  };
}

/** The values of checked items in a plan. */
function shownBy({ layers }: Plan): readonly string[] {
  return layers.flatMap(({ changes }) =>
    changes.flatMap(({ step, fields }) => [
      ...fields.flatMap(({ path, before, after }) =>
        [before.provenance === 'unknown' ? undefined : before.value, after].map((value) => {
          const { mode, amount } = (value ?? {}) as { mode?: string; amount?: string };
          return `${path} ${path === 'accountBudget' ? `${mode} ${Number(amount ?? 0)}` : String(value)}`;
        }),
      ),
      ...(step.by === 'gated'
        ? step.campaigns.map(({ id, verb }) => `${id} ${verb === 'pause' ? 'paused' : 'active'}`)
        : []),
    ]),
  );
}

async function play(story: Story): Promise<void> {
  const { mode, gate, cap } = story;
  const account = connected(acme().account);
  const campaigns = story.statuses.map((status, n) => ({
    campaignId: `cmp_${n}`,
    externalId: `180000000000000${n}`,
    adAccountId: account.adAccountId,
    name: `Campaign ${n}`,
    status,
  }));
  const pixel = story.isLinked ? {} : { pixel_id: 'C9B8C7D6E5F4G3H2I1J0' };
  const one = acme({ config: { mode, capi: pixel }, atTikTok: story.budget });
  const before = acme({
    atTikTok: story.budget,
    inProject: {
      adAccounts: [account],
      campaigns,
      layers: [{ id: one.layer, config: { ...one.config, capi: acme().config.capi }, defaults: { structural: gate } }],
    },
  });
  const sparkPosts = CODES.map((code, n) => ({
    code,
    item: `730100000000000000${n}`,
    identity: `id-${n}`,
    ...(story.entered.includes(code) && { authorizedFor: [one.account] }),
  }));
  const world = worldOf([before], {
    switches: story.switches,
    advertisers: [{ id: '7222222222222222222', name: 'Old', ownerBusiness: one.business }],
    pixels: [
      {
        id: '7000000000000000200',
        code: 'C9B8C7D6E5F4G3H2I1J0',
        owner: '7222222222222222222',
        ownerBusiness: one.business,
      },
    ],
    tiktok: {
      token: { user: 'ana' },
      businessCenters: [
        { id: one.business, name: 'Acme', members: ['ana'] },
        { id: LAYERS_BC, name: 'Layers' },
      ],
      sparkPosts,
    },
  });
  const desired: Json = {
    monthlyCostCap: cap,
    capEnforcement: story.enforcement,
    state: story.state,
    spark:
      story.posts.length === 0
        ? undefined
        : story.posts.map((post) => ({ post, code: `\${SPARK_${POSTS.indexOf(post)}}` })),
  };
  const files = {
    [fileOf(one)]: documentOf(one, desired),
    'reconcile.yaml': settings({ layersBusinessId: LAYERS_BC, transport: endpoint() }),
  };
  const env = { SPARK_0: CODES[0], SPARK_1: CODES[1] };
  await withHarness({ files, env, world }, async (harness) => {
    const allowed = new Set(Object.entries(watched(harness)).map(([path, value]) => `${path} ${value}`));
    const strange = new Set<string>();
    harness.intervene(({ method }, moment) => {
      if (method === 'GET' || moment === 'before') return;
      for (const [path, value] of Object.entries(watched(harness))) {
        if (!allowed.has(`${path} ${value}`)) strange.add(`${path} ${value}`);
      }
    });
    for (let run = 0; run < 3; run += 1) {
      const plan = JSON.parse((await harness.run('plan --format json')).out) as Plan;
      for (const value of shownBy(plan)) allowed.add(value);
      const applied = await harness.run('apply --auto-approve');
      expect([0, 3], applied.out + applied.err).toContain(applied.exit);
      await harness.run('confirm acme-ios');
    }
    // Layers accepts, and TikTok then lists the shared assets.
    await harness.call('POST', '/__sandbox/people/accept-partnership', {});
    await harness.call('POST', '/__sandbox/clock', { advance: 'PT20M' });
    await harness.run('apply --auto-approve');
    expect([...strange], 'all that was ever live stood in a plan').toEqual([]);
    harness.forget();
    const left = JSON.parse((await harness.run('plan --format json')).out) as Plan;
    const open = left.layers.flatMap(({ changes }) => changes);
    expect(
      open.filter(({ step }) => step.by === 'api'),
      'nothing is left for reconcile',
    ).toEqual([]);
    const last = await harness.run('apply --auto-approve');
    expect([0, 3]).toContain(last.exit);
    expect(harness.writes(), 'and nothing is sent').toEqual([]);
  });
}

test('law: applied until nothing is left for reconcile, only people’s things are left, and no value came unseen', {
  timeout: 60_000,
}, async () => {
  for (const story of fc.sample(anyStory, {
    numRuns: 3,
    seed: 7,
  })) {
    try {
      await play(story);
    } catch (error) {
      throw new Error(JSON.stringify(story), { cause: error });
    }
  }
});
