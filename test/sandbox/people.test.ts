import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Sandbox, World } from '../../src/sandbox/index.ts';
import {
  ADVERTISER,
  ask,
  EMPTY_PROJECT,
  inSandbox,
  LAYER,
  NOT_OURS,
  PROJECT,
  TOKEN,
  WORLD,
  worldOf,
  YEN,
} from './harness.ts';

/** The world of the harness, with people in it and what they need. */
function worldWith(
  people: readonly unknown[],
  more: { tiktok?: object; project?: object; world?: object } = {},
): World {
  const raw = parse(WORLD);
  Object.assign(raw, { people, ...more.world });
  Object.assign(raw.tiktok, more.tiktok);
  Object.assign(raw.layers.projects[0], more.project);
  return worldOf(stringify(raw));
}

const WHOAMI = { request: 'GET /v1/whoami' };
const deedsOf = (sandbox: Sandbox) => sandbox.people().map(({ who, does, at }) => `${at} ${who} ${does}`);
const project = (sandbox: Sandbox) => sandbox.world().layers.projects[0];
const config = (sandbox: Sandbox) => project(sandbox)?.layers[0]?.config;

const TWO_CENTERS = [
  { from: '7000000000000000200', to: '7000000000000000100', state: 'requested' },
  { from: '7000000000000000300', to: '7000000000000000100', state: 'requested' },
];
const PENDING = [
  { pendingId: 'pa_2', actionType: 'update_budget', entityType: 'campaign', entityId: 'cmp_1' },
  { pendingId: 'pa_1', actionType: 'update_budget', entityType: 'campaign', entityId: 'cmp_1' },
];
const CAMPAIGN = { campaignId: 'cmp_1', externalId: '1801', adAccountId: '01J0000000000000000000TTK1' };
const TWIN = { id: '1801', advertiser: ADVERTISER };

describe('when people act', () => {
  test('at a time, and at no time before', () =>
    inSandbox(
      worldWith([
        { who: 'Ann', when: { at: '2026-11-10T12:10:00Z' }, does: 'fund-wallet', advertiser: YEN, amount: 0.1 },
      ]),
      async (sandbox) => {
        sandbox.advance('PT9M59S');
        expect(deedsOf(sandbox)).toEqual([]);
        sandbox.advance('PT1S');
        expect(deedsOf(sandbox)).toEqual(['2026-11-10T12:10:00.000Z Ann fund-wallet']);
        expect(sandbox.world().tiktok.advertisers[1]?.balance).toBe(1000.1);
      },
    ));

  test('some time after a request that succeeds', () =>
    inSandbox(
      worldWith([{ who: 'Ann', after: 'PT5M', when: WHOAMI, does: 'fund-wallet', advertiser: YEN, amount: 1 }]),
      async (sandbox) => {
        await ask(sandbox, '/v1/whoami', { key: null });
        await ask(sandbox, '/v1/projects');
        sandbox.advance('PT1M');
        await ask(sandbox, '/v1/whoami');
        await ask(sandbox, '/v1/whoami');
        expect((await ask(sandbox, '/__sandbox/people')).body).toEqual({
          items: [],
          coming: [{ who: 'Ann', does: 'fund-wallet', at: '2026-11-10T12:06:00.000Z' }],
        });
        sandbox.advance('PT1H');
        // Dated by its due time, even if it is read later.
        expect(deedsOf(sandbox)).toEqual(['2026-11-10T12:06:00.000Z Ann fund-wallet']);
      },
    ));

  test.each([
    { name: 'any method, any path', why: 'stars match all', request: '* /v1/*', body: undefined, acts: true },
    { name: 'another method', why: 'GET is not PATCH', request: 'GET /v1/*', body: undefined, acts: false },
    {
      name: 'a body that has it',
      why: 'it may have more',
      request: '* *'.replace(' *', ' /*'),
      body: { metadata: { a: [2] } },
      acts: true,
    },
    {
      name: 'a body that has it not',
      why: 'a different person did something else',
      request: '* /*',
      body: { metadata: { a: [3] } },
      acts: false,
    },
  ])('after a request with $name: $why', ({ request, body, acts }) =>
    inSandbox(
      worldWith([
        { when: { request, ...(body === undefined ? {} : { body }) }, does: 'fund-wallet', advertiser: YEN, amount: 1 },
      ]),
      async (sandbox) => {
        await ask(sandbox, `/v1/projects/${PROJECT}`, {
          method: 'PATCH',
          body: { name: 'x', metadata: { a: [1, 2], b: 1 } },
        });
        expect(sandbox.people().length).toBe(acts ? 1 : 0);
      },
    ),
  );

  test('after the number of requests in the script', () =>
    inSandbox(
      worldWith([{ times: 2, when: WHOAMI, does: 'fund-wallet', advertiser: YEN, amount: 1 }]),
      async (sandbox) => {
        for (let n = 0; n < 3; n += 1) await ask(sandbox, '/v1/whoami');
        expect(sandbox.people().length).toBe(2);
      },
    ));

  test('in the order in which it is due, and of the script', () =>
    inSandbox(
      worldWith(
        ['PT3M', 'PT1M', 'PT2M', 'PT1M'].map((after, index) => ({
          who: `P${index}`,
          after,
          when: { at: '2026-11-10T12:00:00Z' },
          does: 'edit',
          project: PROJECT,
          config: { monthlyCostCap: index },
        })),
      ),
      async (sandbox) => {
        sandbox.advance('PT2M');
        expect(sandbox.people().map(({ who }) => who)).toEqual(['P1', 'P3', 'P2']);
        expect(config(sandbox)?.monthlyCostCap).toBe(2);
        sandbox.advance('PT1H');
        expect(config(sandbox)?.monthlyCostCap).toBe(0);
      },
    ));

  test('somewhere between two times, which the seed decides', async () => {
    const delays = async (seed: number) => {
      const people = Array.from({ length: 8 }, () => ({
        after: { least: 'PT5M', most: 'PT15M' },
        when: { at: '2026-11-10T12:00:00Z' },
        does: 'fund-wallet',
        advertiser: YEN,
        amount: 1,
      }));
      return inSandbox(worldWith(people, { world: { seed } }), async (sandbox) => {
        sandbox.advance('PT15M');
        return sandbox.people().map(({ at }) => (Date.parse(at) - Date.parse('2026-11-10T12:00:00Z')) / 1000);
      });
    };
    const first = await delays(1);
    expect(first.length).toBe(8);
    expect(first.every((seconds) => seconds >= 300 && seconds <= 900 && Number.isInteger(seconds))).toBe(true);
    expect(new Set(first).size).toBeGreaterThan(4);
    expect(await delays(1)).toEqual(first);
    expect(await delays(2)).not.toEqual(first);
  });

  test('again after a reset, and not twice after a restore', () =>
    inSandbox(
      worldWith([{ when: { at: '2026-11-10T13:00:00Z' }, does: 'fund-wallet', advertiser: YEN, amount: 1 }]),
      async (sandbox) => {
        const id = sandbox.snapshot();
        const happens = () => {
          expect(sandbox.people()).toEqual([]);
          sandbox.advance('PT1H');
          expect(sandbox.world().tiktok.advertisers[1]?.balance).toBe(1001);
        };
        happens();
        sandbox.restore(id);
        happens();
        sandbox.reset();
        happens();
      },
    ));

  test('by actions that were scripted while the sandbox ran', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const action = { who: 'Bob', when: WHOAMI, does: 'edit', project: PROJECT, config: { monthlyCostCap: 5 } };
      expect((await ask(sandbox, '/__sandbox/people', { method: 'POST', body: action })).status).toBe(200);
      await ask(sandbox, '/v1/whoami');
      expect(config(sandbox)?.monthlyCostCap).toBe(5);
      // Only what happens in the world is in the log.
      expect(sandbox.log().map(({ path }) => path)).toEqual(['/v1/whoami']);
    }));
});

const AT = { at: '2026-11-10T12:01:00Z' };

describe('actions of people', () => {
  test.each([
    {
      name: 'accept-partnership',
      action: { from: '7000000000000000200' },
      world: { tiktok: { partnerships: TWO_CENTERS } },
      shows: (world: World) => world.tiktok.partnerships.map(({ state }) => state),
      is: ['active', 'requested'],
    },
    {
      name: 'accept-partnership',
      action: {},
      world: { tiktok: { partnerships: TWO_CENTERS } },
      shows: (world: World) => world.tiktok.partnerships.map(({ state }) => state),
      is: ['active', 'active'],
    },
    {
      name: 'consent',
      action: { app: 'app1', code: 'code1', advertisers: [ADVERTISER] },
      world: { tiktok: { apps: [{ id: 'app1', secret: 'a-secret-word' }] } },
      shows: (world: World) => world.tiktok.authCodes,
      is: [{ app: 'app1', code: 'code1', advertisers: [ADVERTISER], used: false, expires: '2026-11-10T13:01:00.000Z' }],
    },
    {
      name: 'connect-account',
      action: { project: EMPTY_PROJECT, adAccount: YEN },
      world: {},
      shows: (world: World) =>
        world.layers.projects[1]?.adAccounts.map(({ externalId, connectedAt }) => [externalId, connectedAt]),
      is: [[YEN, '2026-11-10T12:01:00.000Z']],
    },
    {
      name: 'install',
      action: { project: EMPTY_PROJECT },
      world: {},
      shows: (world: World) => world.layers.projects[1]?.layers.length,
      is: 1,
    },
    {
      name: 'paste',
      action: { project: PROJECT, layer: LAYER, json: '{"mode":"agency"}' },
      world: {},
      shows: (world: World) => world.layers.projects[0]?.layers[0]?.config,
      is: { mode: 'agency' },
    },
    {
      name: 'edit',
      action: { project: PROJECT, config: { capi: null, objectives: null, monthlyCostCap: 7 } },
      world: {},
      shows: (world: World) => world.layers.projects[0]?.layers[0]?.config,
      is: { adAccountId: ADVERTISER, monthlyCostCap: 7, stranger: 'kept' },
    },
    {
      name: 'edit-metadata',
      action: { project: PROJECT, metadata: { theirs: null, mine: 1 } },
      world: {},
      shows: (world: World) => world.layers.projects[0]?.metadata,
      is: { mine: 1 },
    },
    {
      name: 'pause-campaign',
      action: { campaign: '1801' },
      world: { project: { campaigns: [CAMPAIGN] }, tiktok: { campaigns: [TWIN] } },
      shows: (world: World) => [world.layers.projects[0]?.campaigns[0]?.status, world.tiktok.campaigns[0]?.status],
      is: ['paused', 'DISABLE'],
    },
    {
      name: 'resume-campaign',
      action: { campaign: 'cmp_1' },
      world: {
        project: { campaigns: [{ ...CAMPAIGN, status: 'paused' }] },
        tiktok: { campaigns: [{ ...TWIN, status: 'DISABLE' }] },
      },
      shows: (world: World) => [world.layers.projects[0]?.campaigns[0]?.status, world.tiktok.campaigns[0]?.status],
      is: ['active', 'ENABLE'],
    },
    {
      name: 'revoke-token',
      action: { token: TOKEN },
      world: {},
      shows: (world: World) => world.tiktok.tokens[0]?.state,
      is: 'revoked',
    },
    {
      name: 'fund-wallet',
      action: { advertiser: ADVERTISER, amount: 49.5 },
      world: {},
      shows: (world: World) => world.tiktok.advertisers[0]?.balance,
      is: 1300,
    },
    {
      name: 'approve-pending',
      action: { project: PROJECT },
      world: { project: { pendingActions: PENDING } },
      shows: (world: World) =>
        world.layers.projects[0]?.pendingActions.map(({ status, decidedAt }) => [status, decidedAt]),
      is: [
        ['approved', '2026-11-10T12:01:00.000Z'],
        ['approved', '2026-11-10T12:01:00.000Z'],
      ],
    },
    {
      name: 'reject-pending',
      action: { project: PROJECT, pending: 'pa_1', reason: 'Too much.' },
      world: { project: { pendingActions: PENDING } },
      shows: (world: World) =>
        world.layers.projects[0]?.pendingActions.map(({ status, decision }) => [status, decision]),
      is: [
        ['pending', undefined],
        ['rejected', 'Too much.'],
      ],
    },
  ])('$name $action, scripted and at once', async ({ name, action, world, shows, is }) => {
    await inSandbox(worldWith([{ ...action, does: name, when: AT }], world), async (sandbox) => {
      const before = shows(sandbox.world());
      sandbox.advance('PT1M');
      expect(shows(sandbox.world())).toEqual(is);
      expect(before).not.toEqual(is);
      expect(sandbox.people()).toEqual([{ who: 'a person', does: name, at: '2026-11-10T12:01:00.000Z' }]);
    });
    await inSandbox(worldWith([], world), async (sandbox) => {
      sandbox.advance('PT1M');
      const answer = await ask(sandbox, `/__sandbox/people/${name}`, { method: 'POST', body: action, key: null });
      expect(answer.status).toBe(200);
      expect(shows(sandbox.world())).toEqual(is);
    });
  });

  test.each([
    { does: 'accept-partnership', action: {} },
    { does: 'consent', action: { app: 'nobody', code: 'c', advertisers: [ADVERTISER] } },
    { does: 'connect-account', action: { project: PROJECT, adAccount: '1' } },
    { does: 'install', action: { project: 'x' } },
    { does: 'paste', action: { project: PROJECT, json: [] } },
    { does: 'edit', action: { project: PROJECT, config: { monthlyCostCap: -1 } } },
    { does: 'edit-metadata', action: { project: 'x', metadata: {} } },
    { does: 'pause-campaign', action: { campaign: '1' } },
    { does: 'revoke-token', action: { token: 'nobody-has-this' } },
    { does: 'fund-wallet', action: { advertiser: '1', amount: 1 } },
    { does: 'approve-pending', action: { project: PROJECT } },
    { does: 'reject-pending', action: { project: PROJECT, pending: 'pa_9' } },
  ])('$does cannot be done with $action: it is on record, and the world stays', ({ does, action }) =>
    inSandbox(worldWith([{ ...action, does, when: AT }]), async (sandbox) => {
      sandbox.advance('PT1M');
      expect(sandbox.people()).toMatchObject([{ does, refused: expect.any(String) }]);
      const { layers, tiktok } = worldOf();
      expect(sandbox.world()).toMatchObject({ layers, tiktok });
    }),
  );

  test('goes through the link that a partner made', () =>
    inSandbox(
      worldWith([{ does: 'connect-account', project: PROJECT, adAccount: NOT_OURS, when: AT }]),
      async (sandbox) => {
        const link = {
          project: PROJECT,
          platform: 'tiktok_ads',
          returnUrl: 'https://example.com',
          used: false,
        } as const;
        sandbox.intervene((_, moment, world) => {
          if (moment === 'before') {
            world.layers.oauthUrls = [
              { ...link, nonce: 'over', expiresAt: '2026-11-10T12:00:30Z' },
              { ...link, nonce: 'good', expiresAt: '2026-11-10T13:00:00Z' },
            ];
          }
        });
        await ask(sandbox, '/v1/whoami');
        sandbox.intervene(undefined);
        sandbox.advance('PT1M');
        expect(sandbox.world().layers.oauthUrls.map(({ nonce, used }) => [nonce, used])).toEqual([
          ['over', false],
          ['good', true],
        ]);
      },
    ));

  test.each([
    { name: 'an unknown action', why: 'a mistake would have no effect', people: [{ does: 'dance', when: AT }] },
    { name: 'an action without its members', why: 'on what?', people: [{ does: 'edit', when: AT }] },
    {
      name: 'a member too many',
      why: 'a mistake would have no effect',
      people: [{ does: 'install', project: 'x', when: AT, x: 1 }],
    },
    { name: 'two whens', why: 'which?', people: [{ does: 'install', project: 'x', when: { ...AT, ...WHOAMI } }] },
    {
      name: 'a time upside down',
      why: 'never',
      people: [{ does: 'install', project: 'x', when: AT, after: { least: 'PT2S', most: 'PT1S' } }],
    },
  ])('a world file may not have $name: $why', ({ people }) => {
    expect(() => worldWith(people)).toThrow('people.0');
  });
});
