import { describe, expect, test } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { type HarnessOptions, type StoryHarness, withHarness } from '../support/harness.ts';
import {
  acme,
  documentOf,
  endpoint,
  fileOf,
  type Json,
  KEY,
  ORGANIZATION,
  settings,
  worldOf,
} from '../support/worlds.ts';

const one = acme();
const file = fileOf(one);
const POST = 'ugc_01J0000000000000000000001';
const CODES = { old: '#Old+code/example0001==', fresh: '#Fresh+code/example0002==' };
const ENDED = { SPARK_ACME_1: CODES.old };
const RENEWED = { SPARK_ACME_1: CODES.fresh };

type Trouble = {
  /** In the seed page, or in the issue. */
  readonly line: string;
  readonly why: string;
  /** Members of the document. */
  readonly desired?: Json;
  /** Members of the world's `tiktok`. */
  readonly tiktok?: Json;
  readonly env?: Readonly<Record<string, string>>;
  /** What goes wrong. Absent: it is wrong from the start. */
  readonly cause?: (harness: StoryHarness) => Promise<void>;
  /** In the output of `verify`: the observation, and the remedy. */
  readonly seen: string;
  readonly remedy: string;
  /** Carries out the remedy. */
  readonly fix: (harness: StoryHarness) => Promise<void>;
  readonly fixed?: Readonly<Record<string, string>>;
};

const TROUBLES: readonly Trouble[] = [
  {
    line: 'suspended account',
    why: 'no ads are delivered, although everything else is green',
    cause: (harness) =>
      change(harness, ({ tiktok }) => Object.assign(tiktok.advertisers[0] ?? {}, { status: 'STATUS_LIMIT' })),
    seen: 'has status STATUS_LIMIT at TikTok: no ads are delivered',
    remedy: 'Open the account in TikTok Ads Manager and resolve its status.',
    fix: (harness) =>
      change(harness, ({ tiktok }) => Object.assign(tiktok.advertisers[0] ?? {}, { status: 'STATUS_ENABLE' })),
  },
  {
    line: 'invalid Events token',
    why: 'every conversion is dropped without an error',
    cause: (harness) => change(harness, (world) => Object.assign(layerIn(world), { accessTokenValid: false })),
    seen: 'Layers reports the Events API token in the vault as invalid',
    remedy: 'In TikTok Events Manager, open the pixel, Settings, Generate access token.',
    fix: async (harness) => {
      harness.note('Maya generates a new token and pastes it into the settings of the layer.');
      await change(harness, (world) => Object.assign(layerIn(world), { accessTokenValid: true }));
      expect((await harness.run('verify acme-ios --send-test-event')).exit).toBe(0);
    },
  },
  {
    line: 'pixel of a different account',
    why: 'no ad is optimised for its events',
    cause: (harness) =>
      change(harness, ({ tiktok }) => Object.assign(tiktok.pixels[0] ?? {}, { owner: '7098765432109876599' })),
    seen: `CAPI is on, but ad account ${one.account} does not list the pixel ${one.pixel}`,
    remedy: 'Link the pixel to the ad account in the Business Center that owns it, or correct capi.pixel_id.',
    fix: (harness) => change(harness, ({ tiktok }) => tiktok.pixels[0]?.linkedTo.push(one.account)),
  },
  {
    line: 'wrong currency',
    why: 'amounts of two currencies are never compared',
    desired: { monthlyCostCap: '28000 EUR' },
    seen: 'The cap is 28,000.00 EUR, and the ad account is in USD.',
    remedy: 'Write the cap in USD; reconcile does not convert money.',
    fix: (harness) => harness.edit(file, '28000 EUR', '28000 USD'),
  },
  {
    line: 'spend above cap',
    why: 'Layers documents nothing that stops it',
    cause: (harness) =>
      change(harness, ({ tiktok }) => Object.assign(tiktok.advertisers[0] ?? {}, { spendPerDay: '2900.00' })),
    seen: '29,000.00 USD is spent this month, with a cap of 28,000.00 USD: the spend is above the cap.',
    remedy: 'Pause the layer (state: paused), raise the cap, or let TikTok enforce it (capEnforcement: tiktok).',
    fix: async (harness) => {
      harness.note('The client agrees to a higher cap.');
      await harness.edit(file, 'monthlyCostCap: 28000', 'monthlyCostCap: 34000');
      expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    },
  },
  {
    line: 'Spark code expired',
    why: 'the creator sets how long a code lasts',
    desired: { spark: [{ post: POST, code: '${SPARK_ACME_1}' }] },
    tiktok: {
      sparkPosts: [
        {
          code: CODES.old,
          item: '7301000000000000001',
          identity: 'id-1',
          ends: '2026-11-01T00:00:00Z',
          authorizedFor: [one.account],
        },
        { code: CODES.fresh, item: '7301000000000000002', identity: 'id-1' },
      ],
    },
    env: ENDED,
    seen: `The Spark code in SPARK_ACME_1 for the post ${POST} expired on 2026-11-01.`,
    remedy: 'Ask the creator for a new code and set SPARK_ACME_1 to it.',
    fix: async (harness) => {
      harness.note('The creator sends a new code, which Maya stores as SPARK_ACME_1.');
      expect((await harness.run('apply --auto-approve', { env: RENEWED })).exit, 'the post in Layers is manual').toBe(
        3,
      );
      harness.note('Maya adds the code to the post in Layers.');
      expect((await harness.run('confirm acme-ios', { env: RENEWED })).exit).toBe(0);
    },
    fixed: RENEWED,
  },
  {
    line: 'token of the ad account expired',
    why: 'Layers pauses launches until it is connected again',
    cause: (harness) =>
      change(harness, (world) => Object.assign(projectIn(world).adAccounts[0] ?? {}, { tokenStatus: 'expired' })),
    seen: `Layers reports its token for ad account ${one.account} as expired: no ads are launched.`,
    remedy: 'Connect the account again: reconcile connect acme-ios.',
    fix: async (harness) => {
      expect((await harness.run('connect acme-ios', { typed: [] })).exit).toBe(0);
    },
  },
];

describe.each(TROUBLES)('$line ($why)', (trouble) => {
  test('is seen, explained, remedied and gone', async () => {
    const { cause, seen, remedy, fix, env = {}, fixed = env } = trouble;
    await withHarness(given(trouble), async (harness) => {
      if (cause !== undefined) {
        const before = await harness.run('verify', { env });
        expect(before.exit, before.out).toBe(0);
        await cause(harness);
      }
      const broken = await harness.run('verify', { env });
      expect(broken.exit, broken.out).not.toBe(0);
      expect(broken.out + broken.err).toContain(seen);
      expect(broken.out + broken.err).toContain(remedy);
      await fix(harness);
      const after = await harness.run('verify', { env: fixed });
      expect(after.exit, after.out + after.err).toBe(0);
      expect(after.out + after.err).not.toContain(seen);
      for (const code of Object.values(CODES)) expect(harness.transcript()).not.toContain(code);
    });
  });
});

function given({ desired, tiktok }: Trouble): HarnessOptions {
  const counts = [{ date: '2026-11-09', type: 'SHOPPING', browser: 3, server: 40 }];
  const parsed = JSON.parse(worldOf([one], { ...(tiktok && { tiktok }) })) as {
    layers: Json;
    tiktok: Json & { pixels: readonly Json[] };
  };
  const keys = [{ key: KEY, organization: ORGANIZATION, tier: 'partner', returnUrls: ['https://example.com'] }];
  const connects = {
    does: 'connect-account',
    project: one.project,
    adAccount: one.account,
    when: { request: `POST /v1/projects/${one.project}/ads/ad-accounts/oauth-url` },
  };
  return {
    files: {
      [file]: documentOf(one, desired),
      'reconcile.yaml': settings({ transport: endpoint(), oauthReturnUrl: 'https://example.com/connected' }),
    },
    world: JSON.stringify({
      ...parsed,
      layers: { ...parsed.layers, keys },
      tiktok: { ...parsed.tiktok, pixels: parsed.tiktok.pixels.map((pixel) => ({ ...pixel, counts })) },
      people: [connects],
    }),
  };
}

/** Something in the world changes now. */
async function change(harness: StoryHarness, edit: (world: World) => unknown): Promise<void> {
  harness.intervene((_, moment, world) => {
    if (moment === 'before') edit(world);
  });
  await harness.call('GET', '/v1/whoami');
  harness.intervene(undefined);
}

function projectIn({ layers }: World): World['layers']['projects'][number] {
  const [project] = layers.projects;
  if (project === undefined) throw new Error('the world has no project');
  return project;
}

function layerIn(world: World): object {
  return projectIn(world).layers[0] ?? {};
}
