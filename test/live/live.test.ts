import { describe, expect, test } from 'vitest';
import { type Ports, readLive } from '../../src/live/index.ts';
import {
  ALL_READS,
  type AccountBudget,
  type DecideReads,
  type LiveAccount,
  type LiveCampaign,
  type FetchedConfig,
  type DesiredLayer,
  type LayersReader,
  type Ledger,
  type LivePartnership,
  type LivePixelLinks,
  type LivePixel,
  type Problem,
  type Result,
  type SparkCode,
  type SparkCodes,
  type TikTokReader,
  type Value,
} from '../../src/model/index.ts';
import { ACCOUNT, PIXEL, aDesired, anEntry, layers, NOON, someFacts } from '../support/layers.ts';
import { resultsOf } from '../support/writers.ts';
import { api, recorded } from '../support/plan.ts';

const never = new AbortController().signal;

const config = (rest: Partial<FetchedConfig> = {}): FetchedConfig => ({
  installed: 'yes',
  layerId: 'pl_1',
  fields: {},
  writable: [],
  unknownKeys: [],
  accounts: [],
  ambiguous: false,
  killSwitch: false,
  ...rest,
});

/** The account lists the pixel, so it may use it. */
const pixelLink = api('C4A9P2Q7R5S8T1U6V2W0');

const nothing: Ledger = { revision: 0, entries: {}, unreadable: false };

type World = {
  readonly config?: FetchedConfig;
  readonly ledger?: Ledger;
  readonly account?: (id: string) => LiveAccount;
  readonly pixel?: LivePixel;
  readonly spend?: Readonly<Record<string, string>>;
  readonly campaigns?: readonly LiveCampaign[];
  /** By campaign, the id of the pause that was rejected. */
  readonly rejected?: Readonly<Record<string, string>>;
  readonly partnership?: LivePartnership;
  /** Whether assets are shared, by id; a missing one is unreadable. */
  readonly shares?: Readonly<Record<string, boolean>>;
  readonly pixelLinks?: LivePixelLinks;
  readonly budgets?: Readonly<Record<string, AccountBudget>>;
  readonly sparkCodes?: SparkCodes;
  /** Faults, by the name of the call. */
  readonly failing?: Readonly<Record<string, Problem['code']>>;
};

/** Both APIs in memory, with a line for each call. */
function ports(world: World = {}) {
  const log: string[] = [];
  const answer = async <T>(word: string, about: string, value: T): Promise<Result<T>> => {
    log.push(about === '' ? word : `${word} ${about}`);
    const code = world.failing?.[word];
    return code ? { ok: false, problems: [{ code, message: `${word} went wrong.` }] } : { ok: true, value };
  };
  const seen = world.account ?? ((id) => ({ state: 'seen', facts: someFacts({ advertiserId: id }) }));
  const layersReader: LayersReader = {
    organization: () => answer('organization', '', 'org-1'),
    project: (id) => answer('project', id, { ledger: world.ledger ?? nothing, metadata: {} }),
    config: ({ project }) => answer('config', project, world.config ?? config()),
    campaigns: (project) => answer('campaigns', project, world.campaigns ?? []),
    rejectedPauses: (project) => answer('rejectedPauses', project, new Map(Object.entries(world.rejected ?? {}))),
    authority: (_, campaign) => answer('authority', campaign, 'draft'),
    adsContent: (project) => answer('adsContent', project, []),
    events: (project) => answer('events', project, { events: [], unnamed: 0 }),
    calls: () => log.length,
  };
  const each = async <T>(
    word: string,
    about: string,
    ids: readonly string[],
    of: (id: string) => T,
  ): Promise<ReadonlyMap<string, Result<T>>> => {
    const all = await answer(word, about, undefined);
    return new Map(ids.map((id) => [id, all.ok ? { ok: true, value: of(id) } : all]));
  };
  const tiktok: TikTokReader = {
    accounts: (ids) => each('accounts', ids.join(','), ids, seen),
    pixel: (_, code) => answer('pixel', code, world.pixel ?? { state: 'usable', id: '1', code, name: 'Acme' }),
    spend: (spending, from, to) => {
      const ids = spending.map(({ id }) => id);
      const shown = spending.map(({ id, business }) => (business === undefined ? id : `${id} of ${business}`));
      return each('spend', `${shown.join(',')} ${from}..${to}`, ids, (id) => ({ amount: world.spend?.[id] ?? '0' }));
    },
    pixelEvents: (_, id) => answer('pixelEvents', id, { server: 1, browser: 0 }),
    partnership: (business, partner) =>
      answer(
        'partnership',
        `${business} ${partner}`,
        world.partnership ?? { state: 'unreadable', reason: 'not granted' },
      ),
    assetShare: ({ type, id }) => {
      const shared = world.shares?.[id];
      return answer(
        'assetShare',
        `${type} ${id}`,
        shared === undefined ? { state: 'unreadable', reason: 'not granted' } : { state: 'seen', shared },
      );
    },
    pixelLinks: (business, code) =>
      answer('pixelLinks', `${business} ${code}`, world.pixelLinks ?? { state: 'unreadable', reason: 'not granted' }),
    budgets: (business, ids) =>
      answer('budgets', `${business} ${ids.join(',')}`, resultsOf(Object.entries(world.budgets ?? {}))),
    sparkCodes: (id) => answer('sparkCodes', id, world.sparkCodes),
    calls: () => log.length,
  };
  const codeOf = (variable: string): string => `#${variable}`;
  const hosts = { layers: 'api.layers.com', tiktok: 'business-api.tiktok.com' };
  return { ports: { layers: layersReader, tiktok, hosts, codeOf, partner: '7999' } satisfies Ports, log };
}

async function read(world: World = {}, desired: readonly DesiredLayer[] = [aDesired()], today = NOON) {
  const { ports: both, log } = ports(world);
  const result = await readLive(desired, () => both, today, never);
  return { ...result, log, only: result.live[0] };
}

describe('one layer out of both APIs and the ledger', () => {
  const ledger = (config: Parameters<typeof anEntry>[0], key = 'pl_1'): Ledger => ({
    ...nothing,
    entries: { [key]: { state: 'kept', entry: anEntry(config) } },
  });

  test('a value from an API outranks the ledger', async () => {
    const { only } = await read({
      config: config({ fields: { mode: api('byo') } }),
      ledger: ledger({ mode: 'agency' }),
    });
    expect(only?.fields.mode).toEqual(api('byo'));
  });

  test('an API that returns a field as absent outranks the ledger as well', async () => {
    const { only } = await read({
      config: config({ fields: { mode: api(undefined) } }),
      ledger: ledger({ mode: 'agency' }),
    });
    expect(only?.fields.mode).toEqual(api(undefined));
  });

  test('a value that no API returns is as recorded in the ledger; null there is absent', async () => {
    const { only } = await read({ ledger: ledger({ monthlyCostCap: 30000, objectives: null, state: 'paused' }) });
    expect(only?.fields).toEqual({
      pixelLink,
      monthlyCostCap: recorded(30000),
      objectives: recorded(undefined),
      state: recorded('paused'),
    });
  });

  test('a value in neither is unknown: the path is missing', async () => {
    const { only } = await read();
    expect(only?.fields).toEqual({ pixelLink });
    expect(only?.ledger).toEqual({ state: 'none' });
  });

  test('a manually edited ledger is ignored', async () => {
    const edited: Ledger = { ...nothing, entries: { pl_1: { state: 'unreadable' } } };
    const { only } = await read({ ledger: edited });
    expect(only).toMatchObject({ fields: {}, ledger: { state: 'unreadable' } });
  });

  test('nor is anything in one that cannot be parsed as a whole', async () => {
    const { only } = await read({ ledger: { ...ledger({ mode: 'byo' }), unreadable: true } });
    expect(only).toMatchObject({ fields: {}, ledger: { state: 'unreadable' } });
  });

  test('the entry under the id of the layer comes before that under its ad account', async () => {
    const both = { ...ledger({ mode: 'byo' }).entries, ...ledger({ mode: 'agency' }, ACCOUNT).entries };
    const { only } = await read({ ledger: { ...nothing, entries: both } });
    expect(only?.fields.mode).toEqual(recorded('byo'));
  });

  test('if Layers returns no id, the entry of the ad account counts', async () => {
    const { layerId: _, ...nameless } = config();
    const { only } = await read({ config: nameless, ledger: ledger({ mode: 'agency' }, ACCOUNT) });
    expect(only?.fields.mode).toEqual(recorded('agency'));
    expect(only).not.toHaveProperty('layerId');
  });

  test('a layer that is not installed has no config, despite the ledger', async () => {
    const { only } = await read({ config: config({ installed: 'no' }), ledger: ledger({ mode: 'byo', spark: [] }) });
    expect(only?.fields.mode).toEqual(api(undefined));
    expect(only?.fields.monthlyCostCap).toEqual(api(undefined));
    expect(only?.fields).not.toHaveProperty('spark');
  });

  test('other values from the APIs are carried along', async () => {
    const said = config({
      unknownKeys: ['x'],
      killSwitch: true,
      ambiguous: true,
      toggleApp: 'app_1',
      writable: ['mode'],
    });
    const { only } = await read({ config: said, spend: { [ACCOUNT]: '12.34' } });
    expect(only).toMatchObject({
      name: 'acme-ios',
      organization: 'org-1',
      unknownKeys: ['x'],
      killSwitch: true,
      ambiguous: true,
      toggleApp: 'app_1',
      writable: ['mode'],
      account: { state: 'seen' },
      pixel: { state: 'usable' },
      spend: { minor: 1234, currency: 'USD' },
    });
  });
});

describe('the calls of a read', () => {
  test('one read per organization and project, accounts and spend in batches', async () => {
    const { desired } = layers(3, (n) => ({ desired: { project: n < 2 ? 'shared' : 'own' } }));
    const { log, live } = await read({}, desired);
    expect(live).toHaveLength(3);
    const count = (word: string) => log.filter((line) => line.startsWith(word)).length;
    expect(log.filter((line) => line.startsWith('project')).sort()).toEqual(['project own', 'project shared']);
    expect([count('config'), count('accounts'), count('spend'), count('pixel')]).toEqual([3, 1, 1, 3]);
  });

  test('spend is read from the first of the month, in the time zone of each account', async () => {
    const zones: Readonly<Record<string, string>> = { 7000000000000: 'Asia/Tokyo', 7000000000001: 'America/New_York' };
    const account = (id: string): LiveAccount => ({
      state: 'seen',
      facts: someFacts({ advertiserId: id, timezone: zones[id] ?? 'UTC' }),
    });
    const { desired } = layers(3);
    const { log } = await read({ account }, desired, new Date('2026-11-30T20:00:00Z'));
    expect(log.filter((line) => line.startsWith('spend'))).toEqual([
      'spend 7000000000000 2026-12-01..2026-12-01',
      'spend 7000000000001,7000000000002 2026-11-01..2026-11-30',
    ]);
  });

  test('the spend that a changed cap is compared with is not read by a Business Center', async () => {
    const { desired } = layers(2, () => ({ desired: { fields: { tiktokBusinessId: '7012345678901234567' } } }));
    const { ports: both, log } = ports();
    const decide: DecideReads = ({ name }) => ({ ...ALL_READS, exactSpend: name === desired[0]?.name });
    await readLive(desired, () => both, NOON, never, undefined, decide);
    const [first, second] = desired.map(({ fields }) => fields.adAccountId);
    expect(log.filter((line) => line.startsWith('spend'))).toEqual([
      `spend ${first},${second} of 7012345678901234567 2026-11-01..2026-11-10`,
    ]);
  });

  test('what a layer needs is decided once per state of its config', async () => {
    const { ports: both } = ports();
    const [first, second] = [config(), config()];
    const asking: LayersReader = {
      ...both.layers,
      config: async (_, __, ___, needed) => {
        for (const each of [first, first, second]) await needed?.(each);
        return { ok: true, value: second };
      },
    };
    let decided = 0;
    const decide: DecideReads = () => {
      decided += 1;
      return ALL_READS;
    };
    await readLive([aDesired()], () => ({ ...both, layers: asking }), NOON, never, undefined, decide);
    expect(decided).toBe(2);
  });

  test('an unreadable account sends no requests for spend or pixels', async () => {
    const { log, only, problems } = await read({ account: () => ({ state: 'unreadable', reason: 'x' }) });
    expect(log.filter((line) => /^(spend|pixel)/.test(line))).toEqual([]);
    expect(only).toMatchObject({ account: { state: 'unreadable' }, pixel: { state: 'unasked' } });
    expect(only).not.toHaveProperty('spend');
    expect(problems).toEqual([]);
  });

  test('a document without ad account or pixel sends neither request', async () => {
    const { only, log } = await read({}, [
      aDesired({ without: ['adAccountId'] }),
      aDesired({ name: 'b', without: ['capi.pixel_id'] }),
    ]);
    expect(only).toMatchObject({ account: { state: 'unnamed' }, pixel: { state: 'unasked' } });
    expect(log.filter((line) => line.startsWith('pixel'))).toEqual([]);
  });

  test('an account that the answer about spend leaves out has not spent nothing', async () => {
    const { ports: both } = ports();
    const short: TikTokReader = { ...both.tiktok, spend: async () => new Map() };
    const { live } = await readLive([aDesired()], () => ({ ...both, tiktok: short }), NOON, never);
    expect(live).toHaveLength(1);
    expect(live[0]).not.toHaveProperty('spend');
  });

  test.each([
    { currency: 'JPY', text: '12.5', minor: 13 },
    { currency: 'USD', text: '8990.123456', minor: 899_013 },
    { currency: 'USD', text: '8990.000001', minor: 899_001 },
    { currency: 'USD', text: '0.1000000000000000055511151231257827', minor: 11 },
    { currency: 'USD', text: '8990.1000', minor: 899_010 },
    { currency: 'USD', text: '0', minor: 0 },
    { currency: 'KWD', text: '1.0001', minor: 1_001 },
  ])('spend is rounded up to the minor unit: $text $currency', async ({ currency, text, minor }) => {
    const account = (): LiveAccount => ({ state: 'seen', facts: someFacts({ currency }) });
    const { only } = await read({ account, spend: { [ACCOUNT]: text } });
    expect(only?.spend).toEqual({ minor, currency });
  });
});

describe('a read that fails', () => {
  test.each(['organization', 'project', 'config'] as const)(
    'at %s: the layer is missing, with a problem',
    async (word) => {
      const { live, problems } = await read({ failing: { [word]: 'api/unreachable' } });
      expect(live).toEqual([]);
      expect(problems.map(({ code }) => code)).toEqual(['api/unreachable']);
    },
  );

  test('at accounts: nothing about TikTok is known, so nothing is planned', async () => {
    const { live, problems } = await read({ failing: { accounts: 'api/unauthenticated' } });
    expect(live).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test('at pixel: the layer is missing', async () => {
    const { problems, unread, live } = await read({ failing: { pixel: 'api/unreadable' } });
    expect(problems.map(({ code }) => code)).toEqual(['api/unreadable']);
    expect([live, unread]).toEqual([[], ['acme-ios']]);
  });

  test('at spend: the layer is planned with unknown spend, and a problem', async () => {
    const { problems, only, unread } = await read({ failing: { spend: 'api/unreadable' } });
    expect(problems).toMatchObject([{ code: 'api/unreadable', layers: ['acme-ios'] }]);
    expect(problems[0]?.message).toContain('the spend of 1 layer was not read: acme-ios');
    expect(only).not.toHaveProperty('spend');
    expect(unread).toEqual([]);
  });

  test('a refused key is one problem for all layers that use it', async () => {
    const { desired } = layers(5);
    const { problems } = await read({ failing: { organization: 'api/unauthenticated' } }, desired);
    expect(problems).toHaveLength(1);
  });

  test('a project that Layers does not know is reported at its document', async () => {
    const place = { file: 'layers/acme-ios.yaml', line: 3, column: 10 };
    const desired = [aDesired({ location: { project: place, '': { ...place, line: 1 } } })];
    const { problems } = await read({ failing: { project: 'api/not-found' } }, desired);
    expect(problems).toMatchObject([{ layer: 'acme-ios', location: place }]);
  });

  test('the failure of one layer leaves the others readable', async () => {
    const { ports: good } = ports();
    const { ports: bad } = ports({ failing: { config: 'api/forbidden' } });
    const { desired } = layers(2);
    const portsOf = ({ name }: DesiredLayer) => (name === 'layer-00' ? { ...good, layers: bad.layers } : good);
    const { live, problems } = await readLive(desired, portsOf, NOON, never);
    expect(live.map(({ name }) => name)).toEqual(['layer-01']);
    expect(problems).toMatchObject([{ code: 'api/forbidden', layers: ['layer-00'] }]);
  });
});

test('progress counts every layer once', async () => {
  const { desired } = layers(12);
  const told: number[] = [];
  await readLive(
    desired,
    () => ports().ports,
    NOON,
    never,
    (done, of) => {
      expect(of).toBe(12);
      told.push(done);
    },
  );
  expect(told).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
});

describe('the second pass', () => {
  const account = { advertiserId: ACCOUNT, name: 'Acme', id: 'acc_1' };
  const campaign = (id: string, rest: Partial<LiveCampaign> = {}): LiveCampaign => ({
    id,
    name: id,
    status: 'active',
    ...rest,
  });
  const kept = (config: Parameters<typeof anEntry>[0]): Ledger => ({
    ...nothing,
    entries: { pl_1: { state: 'kept', entry: anEntry(config) } },
  });
  const asked = (log: readonly string[]) =>
    log.filter((line) =>
      /^(partnership|assetShare|pixelLinks|budgets|sparkCodes|campaigns|rejectedPauses|authority)/.test(line),
    );

  test('a layer that needs nothing of it costs nothing', async () => {
    expect(asked((await read()).log)).toEqual([]);
  });

  test('agency mode: shared assets, read once for all clients of one Business Center', async () => {
    const partnership: LivePartnership = { state: 'seen', partners: true, accounts: new Set([ACCOUNT]) };
    const desired = { fields: { mode: 'agency' } } as const;
    const { only, log } = await read({ partnership }, [aDesired(desired), aDesired({ ...desired, name: 'b' })]);
    expect(only?.fields.partnership).toEqual(api({ partner: '7999' }));
    expect(asked(log)).toEqual(['partnership 7012345678901234567 7999', 'assetShare PIXEL 1']);
    const denied = await read({}, [aDesired(desired)]);
    expect(denied.problems).toEqual([]);
    expect(denied.only?.fields.partnership, 'unknown, and not absent').toBeUndefined();
  });

  test.each<{ name: string; why: string; shares: Record<string, boolean>; pixel?: Value; identities?: Value }>([
    {
      name: 'all shared',
      why: 'rows prove it',
      shares: { 1: true, 7000: true, 7001: true },
      pixel: PIXEL,
      identities: ['7000', '7001'],
    },
    {
      name: 'some shared',
      why: 'no row',
      shares: { 1: false, 7000: true, 7001: false },
      pixel: 'none',
      identities: ['7000'],
    },
    { name: 'one unreadable', why: 'a refusal is not "not shared"', shares: { 7000: true } },
  ])('shares of a pixel and of identities: $name', async ({ why, shares, pixel, identities }) => {
    const partnership: LivePartnership = { state: 'seen', partners: true, accounts: new Set([ACCOUNT]) };
    const fields = { mode: 'agency', 'sharing.identities': ['7000', '7001'] } as const;
    const { only } = await read({ partnership, shares }, [aDesired({ fields })]);
    expect(only?.fields.pixelShare, why).toEqual(pixel && api(pixel === 'none' ? undefined : pixel));
    expect(only?.fields['sharing.identities'], why).toEqual(identities && api(identities));
  });

  test('a pixel that the account does not list: only its Business Center can prove that it is not linked', async () => {
    const absent: LivePixel = { state: 'absent', code: 'C4A9P2Q7R5S8T1U6V2W0' };
    const owned = await read({ pixel: absent, pixelLinks: { state: 'seen', advertisers: [] } });
    expect(owned.only?.fields.pixelLink).toEqual(api(undefined));
    const foreign = await read({ pixel: absent });
    expect(foreign.only?.fields.pixelLink).toBeUndefined();
  });

  test('a budget: read if TikTok enforces the cap, or did', async () => {
    const budgets = { [ACCOUNT]: { mode: 'MONTHLY_BUDGET', amount: '30000' } };
    const held = await read({ budgets }, [aDesired({ fields: { capEnforcement: 'tiktok' } })]);
    expect(held.only?.fields.accountBudget).toEqual(api({ mode: 'MONTHLY_BUDGET', amount: '30000.00' }));
    expect(held.only?.fields.capEnforcement).toEqual(api('tiktok'));
    const never = await read({ budgets }, [aDesired({ fields: { capEnforcement: 'none' } })]);
    expect(asked(never.log)).toEqual([]);
    const before = await read({ budgets, ledger: kept({ capEnforcement: 'tiktok' }) }, [
      aDesired({ fields: { capEnforcement: 'none' } }),
    ]);
    expect(asked(before.log)).toHaveLength(1);
  });

  test('Spark codes: matched by the values of variables, which are dropped afterwards', async () => {
    const spark = ['ONE', 'TWO', 'THREE', 'FOUR'].map((name) => ({ post: `ugc_${name}`, variable: `SPARK_${name}` }));
    const sparkCodes = resultsOf<SparkCode>([
      ['SPARK_ONE', { item: '7301', status: 'AUTHORIZED', until: '2026-12-01T00:00:00Z' }],
      ['SPARK_TWO', { item: '7302', status: 'AUTHORIZED', until: '2026-11-10T12:00:00Z' }],
      ['SPARK_THREE', { item: '7303', status: 'SOMETHING_NEW' }],
    ]);
    const { only } = await read({ sparkCodes }, [aDesired({ spark })]);
    expect(only?.sparkPosts?.map(({ post, state }) => `${post} ${state}`)).toEqual([
      'ugc_ONE authorised',
      'ugc_TWO expired',
      'ugc_THREE undocumented',
      'ugc_FOUR absent',
    ]);
    expect(only?.fields['spark.authorised']).toEqual(api(['ugc_ONE']));
    expect(JSON.stringify(only)).not.toContain('#SPARK');
  });

  const paused = [aDesired({ fields: { state: 'paused' } })];

  test('campaigns: of this account only, and the gate is read for running ones', async () => {
    const campaigns = [
      campaign('a', { account: 'acc_1' }),
      campaign('b', { account: 'acc_1', status: 'paused' }),
      campaign('c', { account: 'acc_2' }),
      campaign('d', { account: 'acc_1', pending: 'paused' }),
    ];
    const { only, log } = await read({ campaigns, config: config({ accounts: [account] }) }, paused);
    expect(only?.fields['campaigns.running']).toEqual(api(['a', 'd']));
    expect(asked(log)).toEqual([expect.stringMatching(/^campaigns/), 'authority a']);
  });

  test('a rejected pause is read only if our request is neither there nor pending', async () => {
    const campaigns = [campaign('a'), campaign('b', { status: 'paused' }), campaign('c', { pending: 'paused' })];
    const asks = async (ids: readonly string[]) => {
      const ledger = kept({ 'campaigns.paused': ids });
      const { only, log } = await read(
        { campaigns, ledger, rejected: { a: 'pa_1', b: 'pa_2' }, config: config({ accounts: [account] }) },
        paused,
      );
      const rejected = only?.campaigns?.flatMap((one) => (one.rejected === undefined ? [] : [[one.id, one.rejected]]));
      return { rejected, asked: log.filter((line) => line.startsWith('rejectedPauses')).length };
    };
    expect(await asks(['b', 'c']), 'one is paused, one waits').toEqual({ rejected: [], asked: 0 });
    expect(await asks([]), 'we asked for none').toEqual({ rejected: [], asked: 0 });
    expect(await asks(['a', 'b'])).toEqual({ rejected: [['a', 'pa_1']], asked: 1 });
  });

  test('campaigns with an unknown account belong to the only account, or to none', async () => {
    const two = [account, { advertiserId: '7222', name: 'Other', id: 'acc_2' }];
    const one = await read({ campaigns: [campaign('a')], config: config({ accounts: [account] }) }, paused);
    expect(one.only?.fields['campaigns.running']).toEqual(api(['a']));
    const several = await read({ campaigns: [campaign('a')], config: config({ accounts: two }) }, paused);
    expect(several.only?.fields['campaigns.running']).toBeUndefined();
    expect(several.only?.campaigns).toBeUndefined();
  });

  test('campaigns are read if CAPI is turned off, for a check that does not need them', async () => {
    const [off, on] = [false, true].map((enabled) => [aDesired({ fields: { 'capi.enabled': enabled } })]);
    const live = config({ accounts: [account], fields: { 'capi.enabled': api(true) } });
    const { only, log } = await read({ campaigns: [campaign('a')], config: live }, off);
    expect(only?.campaigns?.map(({ id }) => id)).toEqual(['a']);
    expect(only?.fields['campaigns.running']).toBeUndefined();
    expect(asked(log)).toEqual([expect.stringMatching(/^campaigns/)]);
    const isOff = config({ accounts: [account], fields: { 'capi.enabled': api(false) } });
    expect(asked((await read({ config: isOff }, off)).log)).toEqual([]);
    expect(asked((await read({ config: live }, on)).log)).toEqual([]);
    const failing = await read({ config: live, failing: { campaigns: 'api/unreachable' } }, off);
    expect(failing.problems).toEqual([]);
    expect(failing.only?.campaigns).toBeUndefined();
  });

  test('a second pass that fails keeps only its layer out of the plan', async () => {
    const both = [aDesired({ fields: { state: 'paused' } }), aDesired({ name: 'b', project: 'p-b' })];
    const { live, problems } = await read({ failing: { campaigns: 'api/unreachable' } }, both);
    expect(live.map(({ name }) => name)).toEqual(['b']);
    expect(problems).toMatchObject([{ layer: 'acme-ios', code: 'api/unreachable' }]);
  });
});
