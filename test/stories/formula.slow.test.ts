import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import {
  campaignOf,
  type Client,
  client,
  connected,
  documentOf,
  fileOf,
  type Json,
  settings,
  worldOf,
} from '../support/worlds.ts';

const LAYERS_BC = '7999999999999999999';
/** Business Centers that ana administers. */
const OURS = '7000000000000000100';
const MONEY = '7000000000000000200';
const CUSTOMERS = ['7000000000000000301', '7000000000000000302', '7000000000000000303'];

/** A part of the layers. `n`: of the layer, counted over all parts. */
type Part = {
  readonly count: number;
  readonly business: (n: number) => string;
  readonly given?: Parameters<typeof client>[1];
  readonly document?: (n: number) => Json;
};

const identityOf = (n: number) => String(7000000000000700000n + BigInt(n));
const enforced = { budgetMode: 'MONTHLY_BUDGET', budget: '28000' };

const PARTS = {
  plain: { count: 205, business: () => OURS },
  euro: { count: 12, business: () => OURS, given: { currency: 'EUR', timezone: 'Europe/Berlin' } },
  yen: { count: 4, business: () => OURS, given: { currency: 'JPY', timezone: 'Asia/Tokyo' } },
  // The 11th has begun.
  ahead: { count: 3, business: () => OURS, given: { timezone: 'Pacific/Kiritimati' } },
  // Their Business Centers show the token nothing.
  foreign: { count: 6, business: (n) => String(7000000000000900000n + BigInt(n)) },
  agency: {
    count: 12,
    business: (n) => CUSTOMERS[n % 3] ?? '',
    given: { config: { mode: 'agency' } },
    document: (n) => ({ sharing: { identities: [identityOf(n)] } }),
  },
  spark: {
    count: 7,
    business: () => OURS,
    document: () => ({ spark: [{ post: 'ugc_1', code: `\${SPARK_ONE}` }] }),
  },
  few: {
    count: 3,
    business: () => OURS,
    given: { atTikTok: enforced },
    document: () => ({ capEnforcement: 'tiktok' }),
  },
  many: {
    count: 5,
    business: () => MONEY,
    given: { atTikTok: enforced },
    document: () => ({ capEnforcement: 'tiktok' }),
  },
  uncapped: { count: 5, business: () => OURS, given: { config: { monthlyCostCap: undefined } } },
  paused: { count: 4, business: () => OURS },
} as const satisfies Readonly<Record<string, Part>>;

type Kind = keyof typeof PARTS;
type Member = { readonly kind: Kind; readonly n: number; readonly one: Client };

const members: readonly Member[] = Object.entries<Part>(PARTS)
  .flatMap(([kind, { count }]) => Array.from({ length: count }, () => kind as Kind))
  .map((kind, index) => {
    const n = index + 1;
    const { business, given = {} }: Part = PARTS[kind];
    const one = client(n, { ...given, business: business(n) });
    return { kind, n, one: { ...one, inProject: inProject(kind, n, one) } };
  });

function inProject(kind: Kind, n: number, { account, currency, timezone }: Client): Json {
  const campaigns = ['active', 'active', 'paused'].map((status, nth) => campaignOf(account, 10 * n + nth, status));
  return {
    adAccounts: [connected(account, { currency, timezone, ...(kind === 'agency' && { credentialMode: 'agency' }) })],
    ...(kind === 'paused' && { campaigns }),
  };
}

const of = (kind: Kind) => members.filter((member) => member.kind === kind);
const businessesOfAgency = new Set(of('agency').map(({ one }) => one.business));
const pixelId = ({ n }: Member) => `70000000000000000${10 + n}`;

const text = worldOf(
  members.map(({ one }) => one),
  {
    env: {
      LAYERS_API_KEY: 'lp_test_storykey00000001_secret',
      TIKTOK_ACCESS_TOKEN: 'story-tiktok-token-0001',
      SPARK_ONE: 'S1',
    },
    tiktok: {
      token: { user: 'ana' },
      businessCenters: [
        ...[OURS, MONEY, ...CUSTOMERS].map((id) => ({ id, members: ['ana'] })),
        { id: LAYERS_BC, name: 'Layers' },
      ],
      partnerships: CUSTOMERS.map((from) => ({ from, to: LAYERS_BC })),
      shares: of('agency').map(({ one }) => ({ from: one.business, to: LAYERS_BC, advertiser: one.account })),
      assetShares: of('agency').flatMap((member) => [
        { from: member.one.business, to: LAYERS_BC, type: 'PIXEL', asset: pixelId(member) },
        { from: member.one.business, to: LAYERS_BC, type: 'TT_ACCOUNT', asset: identityOf(member.n) },
      ]),
      identities: of('agency').map(({ n, one }) => ({ id: identityOf(n), type: 'BC_AUTH_TT', business: one.business })),
      sparkPosts: [
        {
          code: 'S1',
          item: '7301000000000000001',
          identity: 'creator',
          authorizedFor: of('spark').map(({ one }) => one.account),
        },
      ],
    },
  },
);

type WorldText = { readonly tiktok: { readonly pixels: readonly { readonly owner: string }[] } };

/** The Business Center of an ad account also owns its pixel. */
const parsed = JSON.parse(text) as WorldText;
const businessOf = new Map(members.map(({ one }) => [one.account, one.business]));
for (const pixel of parsed.tiktok.pixels) Object.assign(pixel, { ownerBusiness: businessOf.get(pixel.owner) });
const world = JSON.stringify(parsed);

const files = {
  'reconcile.yaml': settings({
    layersBusinessId: LAYERS_BC,
    policies: { share: { percent: 100, above: 1000 } },
  }),
  'all.json': JSON.stringify(Object.fromEntries(members.map(({ one }) => [one.name, one.config]))),
  ...Object.fromEntries(
    members.map(({ kind, n, one }) => [fileOf(one), documentOf(one, (PARTS[kind] as Part).document?.(n))]),
  ),
};

/** Each run of the harness begins at noon, but its waits move its clock: the check of a pixel is not in the future. */
const LATER = { now: '2026-11-10T13:00:00Z' };

const page = (count: number, size: number) => Math.ceil(count / size);
const size = (...kinds: readonly Kind[]) => kinds.reduce((sum, kind) => sum + of(kind).length, 0);

/** The table of the README, line by line. `changed`: layers that differ from their documents. */
function formula({ paused }: { readonly paused: boolean }): Readonly<Record<string, number>> {
  const layers = members.length;
  const changed = paused ? size('paused') : 0;
  const dollars = size('plain', 'spark', 'few', 'paused');
  const compared = 5 + 5;
  const enforcing = size('few', 'many');
  const byAccount = size('yen', 'foreign', 'agency', 'many');
  const withoutEmpty = Object.entries({
    'GET /v1/whoami': 1,
    'GET /v1/projects/{id}': layers,
    'GET /v1/projects/{id}/ads/ad-accounts': layers,
    'GET /v1/projects/{id}/ads/capi-status': layers,
    'GET /advertiser/info/': page(layers, 100),
    'GET /report/integrated/get/':
      page(dollars + size('euro'), 1000) + page(compared + byAccount, 5) + page(size('ahead'), 5),
    'GET /advertiser/balance/get/': size('few') + page(size('many'), 50),
    'GET /tt_video/list/': size('spark'),
    'GET /bc/partner/get/': businessesOfAgency.size,
    'GET /bc/partner/asset/get/': businessesOfAgency.size,
    'GET /bc/asset/partner/get/': 2 * size('agency'),
    // The ledger does not have who enforces the cap, and which identities are shared.
    'GET /v1/projects/{id}/ads/tiktok/defaults': changed + enforcing + size('agency'),
    'GET /pixel/list/': changed + enforcing,
    'GET /v1/projects/{id}/ads/campaigns': changed,
    'GET /v1/projects/{id}/ads/tiktok/pending': 2 * changed,
    'GET /v1/projects/{id}/ads/tiktok/campaigns/{id}/authority': 2 * changed,
  }).filter(([, count]) => count > 0);
  return Object.fromEntries(withoutEmpty);
}

type Planned = {
  readonly calls: {
    readonly used: number;
    readonly forecast: number;
    readonly endpoints: Readonly<Record<string, number>>;
  };
  readonly counts: unknown;
};

test('agency and own layers, Spark posts, budgets, pauses, and more than one page of ad accounts', async () => {
  await withHarness({ files, world }, async (harness) => {
    const adopted = await harness.run('confirm --json all.json');
    expect(adopted.exit, 'a person still attaches the Spark posts').toBe(3);
    const sparks = of('spark').map(({ one }) => one.name);
    expect((await harness.run(`confirm ${sparks.join(' ')}`)).exit).toBe(0);
    const planNow = async () => {
      harness.forget();
      const { out } = await harness.run('plan --format json', LATER);
      const plan = JSON.parse(out) as Planned;
      expect(plan.calls.used).toBe(harness.log().length);
      return plan;
    };
    const unchanged = await planNow();
    expect(unchanged.calls.endpoints).toEqual(formula({ paused: false }));
    expect(unchanged.calls.forecast, 'an apply without a change only plans').toBe(unchanged.calls.used);

    for (const { one } of of('paused')) await harness.write(fileOf(one), documentOf(one, { state: 'paused' }));
    const paused = await planNow();
    expect(paused.calls.endpoints).toEqual(formula({ paused: true }));
  });
});
