import { describe, expect, test } from 'vitest';
import { createLayers } from '../../src/layers/index.ts';
import { readLive } from '../../src/live/index.ts';
import type { DesiredLayer, Value } from '../../src/model/index.ts';
import { createTikTok } from '../../src/tiktok/index.ts';
import { NEVER, ORIGIN, type Request, setUpHarness } from '../http/harness.ts';
import { account, app, APP, capi, DEFAULTS } from '../layers/world.ts';
import { aDesired, NOON, planOf, theSettings } from '../support/layers.ts';

const BUSINESS = '7012345678901234567';
const PARTNER = '7000000000000000100';
const CODES = { one: '#AbC+d/E1234567890==', two: '#FgH+i/J1234567890==' };
const PIXELS = { one: 'C4A9P2Q7R5S8T1U6V2W0', two: 'C4A9P2Q7R5S8T1U6V2W2' };

type Name = 'one' | 'two';
type Row = { readonly [member: string]: Value };
type Side = { readonly name: Name; readonly account: string; readonly project: string };

const SIDES: readonly Side[] = [
  { name: 'one', account: '7098765432109876501', project: '254a4ce1-f4ca-42b1-9e36-000000000001' },
  { name: 'two', account: '7098765432109876502', project: '254a4ce1-f4ca-42b1-9e36-000000000002' },
];

/** Everything that makes a further list necessary: agency mode, a pixel, Spark posts, an enforced cap, a pause. */
const desired: readonly DesiredLayer[] = SIDES.map(({ name, account: adAccountId, project }) =>
  aDesired({
    name,
    project,
    app: APP,
    fields: {
      mode: 'agency',
      tiktokBusinessId: BUSINESS,
      adAccountId,
      'capi.pixel_id': PIXELS[name],
      capEnforcement: 'tiktok',
      state: 'paused',
      spark: [{ post: `ugc_${name}` }],
      'sharing.identities': ['7000000000000000555'],
    },
    spark: [{ post: `ugc_${name}`, variable: name }],
  }),
);

/** A list that reconcile reads, with the rows that the documents need. */
type List = {
  readonly endpoint: string;
  readonly rows: (side: Side) => readonly Row[];
  /** The member of the answer that holds the rows; `data.list` at TikTok and `items` at Layers if absent. */
  readonly member?: string;
  /** The member of a needed row that cannot be done without; absent if its id is enough. */
  readonly needs?: string;
  /** The missing part of a layer if that member cannot be read: the whole layer, or its spend. */
  readonly missing?: 'spend';
};

const TIKTOK: readonly List[] = [
  {
    endpoint: 'advertiser/info',
    needs: 'currency',
    rows: ({ account: id }) => [
      { advertiser_id: id, name: 'Acme', status: 'STATUS_ENABLE', currency: 'USD', display_timezone: 'UTC' },
    ],
  },
  {
    endpoint: 'report/integrated/get',
    needs: 'metrics',
    missing: 'spend',
    rows: ({ account: id }) => [{ dimensions: { advertiser_id: id }, metrics: { spend: '14.68' } }],
  },
  {
    endpoint: 'pixel/list',
    member: 'pixels',
    needs: 'pixel_id',
    // The second account does not list its pixel, so the links are read.
    rows: ({ name }) => (name === 'one' ? [{ pixel_id: '1', pixel_code: PIXELS.one, pixel_name: 'Acme' }] : []),
  },
  { endpoint: 'bc/pixel/link/get', rows: ({ account: id }) => [{ advertiser_id: id, advertiser_name: 'Acme' }] },
  { endpoint: 'bc/partner/get', rows: () => [{ bc_id: PARTNER, bc_name: 'Layers' }] },
  { endpoint: 'bc/asset/partner/get', rows: () => [{ bc_id: PARTNER, bc_name: 'Layers' }] },
  {
    endpoint: 'bc/partner/asset/get',
    rows: ({ account: id }) => [{ asset_id: id, asset_name: 'Acme', advertiser_role: 'ANALYST' }],
  },
  {
    endpoint: 'advertiser/balance/get',
    member: 'advertiser_account_list',
    needs: 'budget_mode',
    rows: ({ account: id }) => [{ advertiser_id: id, budget_mode: 'MONTHLY_BUDGET', budget: 30000 }],
  },
  {
    endpoint: 'tt_video/list',
    needs: 'auth_info',
    rows: ({ name }) => [
      {
        auth_info: { ad_auth_status: 'AUTHORIZED', auth_end_time: '2036-01-31 10:00:00' },
        item_info: { item_id: '7400000000000000001', auth_code: CODES[name] },
      },
    ],
  },
];

const LAYERS: readonly List[] = [
  { endpoint: '/ads/ad-accounts', rows: ({ account: id }) => [account(id, { brandNew: 1 }) as Row] },
  { endpoint: '/sdk-apps', rows: () => [app(APP) as Row] },
  {
    endpoint: '/ads/capi-status',
    member: 'platforms',
    needs: 'enabled',
    rows: () => (capi({ enabled: true }).body as { readonly platforms: readonly Row[] }).platforms,
  },
  {
    endpoint: '/ads/campaigns',
    needs: 'status',
    rows: () => [{ campaignId: 'cmp_1', name: 'One', status: 'active', platform: 'tiktok_ads' }],
  },
  {
    endpoint: '/ads/tiktok/pending',
    rows: () => [{ entityType: 'campaign', entityId: 'cmp_2', actionType: 'pause', status: 'pending' }],
  },
];

/** A change of the rows of one list. */
type Edit = { readonly endpoint: string; readonly edit: (rows: readonly Row[]) => readonly unknown[] };

async function planned({ endpoint = '', edit = (rows) => rows }: Partial<Edit> = {}) {
  const edited = (list: List, rows: readonly Row[]) => (list.endpoint === endpoint ? edit(rows) : rows);
  const harness = setUpHarness((request) => ({ body: tiktokAnswer(request, edited) ?? layersAnswer(request, edited) }));
  harness.play();
  const options = { machine: harness.machine, origin: ORIGIN };
  const layers = createLayers({ ...options, key: 'lp_live_k', transport: { kind: 'documented' } }).reader;
  const tiktok = createTikTok({ ...options, token: 'act.k' }).reader;
  const ports = {
    layers,
    tiktok,
    hosts: { layers: 'api.example.test', tiktok: 'api.example.test' },
    partner: PARTNER,
    codeOf: (variable: string) => CODES[variable as Name],
  };
  const result = await readLive(desired, () => ports, NOON, NEVER);
  const read = desired.filter(({ name }) => result.live.some((layer) => layer.name === name));
  const settings = theSettings({ layersBusinessId: PARTNER });
  return { ...result, asked: harness.log.map(({ path }) => path), plan: planOf(read, result.live, { settings }) };
}

type Edited = (list: List, rows: readonly Row[]) => readonly unknown[];

function tiktokAnswer({ path }: Request, edited: Edited): unknown {
  const list = TIKTOK.find(({ endpoint }) => path.startsWith(`/open_api/v1.3/${endpoint}/`));
  if (list === undefined) return undefined;
  const asked = decodeURIComponent(path);
  const about = SIDES.filter((side) => list.endpoint.startsWith('bc/') || asked.includes(side.account));
  const listed = list.endpoint.endsWith('partner/get') ? about.slice(0, 1) : about;
  const rows = edited(list, listed.flatMap(list.rows));
  const page_info = { page: 1, total_number: rows.length, total_page: 1 };
  return { code: 0, message: 'OK', request_id: 'r', data: { [list.member ?? 'list']: rows, page_info } };
}

function layersAnswer({ path }: Request, edited: Edited): unknown {
  if (path === '/v1/whoami') return { organizationId: '5f0c1d7e-0000-4000-8000-000000000001' };
  const side = SIDES.find(({ project }) => path.startsWith(`/v1/projects/${project}`));
  const rest = path.slice(`/v1/projects/${side?.project}`.length).replace(/\?.*/, '');
  if (rest === '') return { id: side?.project, metadata: null };
  if (rest === '/ads/tiktok/defaults') return DEFAULTS.body;
  if (rest.endsWith('/authority')) return { authority: { structural: 'draft' } };
  const list = LAYERS.find(({ endpoint }) => endpoint === rest);
  if (list === undefined || side === undefined) return {};
  const rows = list.rows(side);
  return { [list.member ?? 'items']: side.name === 'one' ? edited(list, rows) : rows };
}

/** The row with each leaf replaced. */
function withFlatWorld(row: Value, leaf: Value): Value {
  if (Array.isArray(row)) return row.map((each: Value) => withFlatWorld(each, leaf));
  if (typeof row !== 'object' || row === null) return leaf;
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, withFlatWorld(value, leaf)]));
}

/** Rows of different posts, accounts or platforms, and of shapes that are not documented. */
const FOREIGN: readonly ((row: Value) => unknown)[] = [
  () => null,
  () => 'row',
  () => 7,
  () => [],
  () => ({}),
  () => ({ partner_info: { bc_id: '7199999999999999999' }, item_info: null }),
  (row) => withFlatWorld(row, null),
  (row) => withFlatWorld(row, 5),
  (row) => withFlatWorld(row, []),
  (row) => withFlatWorld(row, 'BRAND_NEW'),
];

describe('a row that no document needs', () => {
  const base = planned();

  test('is tolerated in every list', async () => {
    const { problems, live, asked } = await base;
    expect([problems, live.map(({ name }) => name)]).toEqual([[], ['one', 'two']]);
    for (const { endpoint } of [...TIKTOK, ...LAYERS]) {
      expect(
        asked.some((path) => path.includes(endpoint)),
        endpoint,
      ).toBe(true);
    }
  });

  test.each([...TIKTOK, ...LAYERS])('is skipped in any shape: $endpoint', async ({ endpoint, rows }) => {
    const whole = await base;
    const row = SIDES.flatMap(rows)[0] ?? {};
    // All together: one request each would take seconds.
    const foreign = FOREIGN.map((shape) => shape(row));
    const { plan, problems } = await planned({
      endpoint,
      edit: (all) => [...foreign.slice(5), ...all, ...foreign.slice(0, 5)],
    });
    expect(problems).toEqual([]);
    expect(plan.layers).toEqual(whole.plan.layers);
    expect(plan.digest).toBe(whole.plan.digest);
  });
});

describe('a row that a document needs and that cannot be read', () => {
  const needing = [...TIKTOK, ...LAYERS].flatMap(({ needs, ...list }) =>
    needs === undefined ? [] : [{ ...list, needs }],
  );

  test.each(needing)('is a problem of its layer only: $endpoint', async ({ endpoint, rows, needs, missing }) => {
    const [mine] = rows(SIDES[0] as Side);
    const edit = (all: readonly Row[]) =>
      all.map((row) => (JSON.stringify(row) === JSON.stringify(mine) ? { ...row, [needs]: [7] } : row));
    const { problems, live, unread } = await planned({ endpoint, edit });
    expect(problems.map(({ code, layer, layers }) => [code, layers ?? [layer]])).toEqual([['api/unreadable', ['one']]]);
    expect(unread).toEqual(missing === 'spend' ? [] : ['one']);
    expect(live.map((layer) => [layer.name, layer.spend !== undefined])).toEqual(
      missing === 'spend'
        ? [
            ['one', false],
            ['two', true],
          ]
        : [['two', true]],
    );
  });
});
