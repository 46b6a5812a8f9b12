import { describe, expect, test } from 'vitest';
import { withHarness, type HarnessOptions } from '../support/harness.ts';
import { type Client, client, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

type Case = {
  readonly policy: string;
  readonly name: string;
  /** Text of the page about the harm. */
  readonly says: string;
  /** What `--allow` must name. */
  readonly subject: string;
  readonly clients?: readonly Client[];
  readonly desired: Record<string, unknown>;
  readonly policies?: Record<string, unknown>;
  readonly extras?: Parameters<typeof worldOf>[1];
};

const live = client(1, { name: 'acme-ios' });
const other = client(2, { name: 'beta-ios' });

const CASES: readonly Case[] = [
  {
    policy: 'mode-switch',
    name: 'another payer',
    desired: { mode: 'agency' },
    says: 'The mode would change from byo to agency: Layers would pay from its wallet',
    subject: 'acme-ios',
  },
  {
    policy: 'account-switch',
    name: 'another Business Center',
    desired: { tiktokBusinessId: '7999999999999999999' },
    says: `The Business Center would change from ${live.business} to 7999999999999999999.`,
    subject: 'acme-ios',
  },
  {
    policy: 'pin',
    name: 'a copied id belongs to a different account',
    desired: {
      monthlyCostCap: 29000,
      pin: { advertiser: { name: 'Acme iOS', currency: 'USD', timezone: 'Europe/Paris' } },
    },
    says: `Ad account ${live.account} does not match the pin: its name is "acme-ios", not "Acme iOS"; its timezone is "America/New_York", not "Europe/Paris".`,
    subject: 'acme-ios',
  },
  {
    policy: 'pin',
    name: 'an account that TikTok does not show',
    desired: { monthlyCostCap: 29000, pin: { advertiser: { name: 'acme-ios' } } },
    extras: {
      env: { LAYERS_API_KEY: 'lp_test_storykey00000001_secret', TIKTOK_ACCESS_TOKEN: 'story-tiktok-token-0002' },
    },
    says: 'TikTok does not show the ad account, so the pin cannot be checked.',
    subject: 'acme-ios',
  },
  {
    policy: 'pixel-owner',
    name: 'a foreign pixel',
    desired: { capi: { pixel_id: other.pixel } },
    clients: [live, other],
    says: `Ad account ${live.account} does not have pixel ${other.pixel}.`,
    subject: 'acme-ios',
  },
  {
    policy: 'pixel-owner',
    name: 'a pixel that was unlinked',
    desired: { capi: { pixel_id: 'C4A9P2Q7R5S8T1U6V2ZZ' } },
    extras: {
      pixels: [
        {
          id: '7000000000000000099',
          code: 'C4A9P2Q7R5S8T1U6V2ZZ',
          owner: '7000000000000000001',
          unboundFrom: [live.account],
        },
      ],
      advertisers: [{ id: '7000000000000000001' }],
    },
    says: `Pixel C4A9P2Q7R5S8T1U6V2ZZ is no longer linked to ad account ${live.account}.`,
    subject: 'acme-ios',
  },
  {
    policy: 'pixel-owner',
    name: 'the number of a pixel instead of its code',
    desired: { capi: { pixel_id: '7000000000000000011' } },
    says: `capi.pixel_id is TikTok's number of the pixel (7000000000000000011), not its code ${live.pixel}.`,
    subject: 'acme-ios',
  },
  {
    policy: 'cap-max',
    name: 'one layer too dear',
    desired: { monthlyCostCap: 30000 },
    policies: { 'cap-max': { amount: '29000 USD' } },
    says: 'The cap would be 30,000.00 USD; the limit for one layer is 29,000.00 USD.',
    subject: 'acme-ios',
  },
  {
    policy: 'cap-max',
    name: 'a currency that no limit names',
    desired: { monthlyCostCap: 30000 },
    policies: { 'cap-max': { amount: '29000 EUR' } },
    says: 'cap-max has no amount in USD, so the cap cannot be checked.',
    subject: 'acme-ios',
  },
  {
    policy: 'cap-total',
    name: 'all layers together too dear',
    desired: { monthlyCostCap: 30000 },
    clients: [live, other],
    policies: { 'cap-total': { amount: '57000 USD' } },
    says: 'The caps together would be 58,000.00 USD; the limit is 57,000.00.',
    subject: 'USD',
  },
  {
    policy: 'cap-increase',
    name: 'a digit too many',
    desired: { monthlyCostCap: 280000 },
    says: 'The cap would rise from 28,000.00 to 280,000.00 USD, by more than 25%.',
    subject: 'acme-ios',
  },
  {
    policy: 'cap-below-spend',
    name: 'less than the month has cost',
    desired: { monthlyCostCap: 3000 },
    says: 'The cap would be 3,000.00 USD, but 3,100.00 USD is already spent this month.',
    subject: 'acme-ios',
  },
  {
    policy: 'protected',
    name: 'a protected layer is raised',
    desired: { monthlyCostCap: 29000, protected: true },
    says: 'The layer is protected, but the plan does more than lower its cap or pause it: cost-cap.',
    subject: 'acme-ios',
  },
  {
    policy: 'share',
    name: 'a mistake in shared defaults',
    desired: { objectives: ['reach'] },
    clients: [3, 4, 5, 6, 7, 8].map((n) => client(n)),
    says: 'The plan changes 6 of 6 layers; the limit is 30% if there are more than 5.',
    subject: 'all',
  },
];

describe('each refusal of a policy, and the option that allows exactly it', () => {
  test.each(CASES)('$policy: $name', async (story) => {
    const { policy, subject, says } = story;
    await withHarness(given(story), async (harness) => {
      const refused = await harness.run('apply --auto-approve');
      expect(refused.exit).toBe(4);
      expect(refused.out).toContain(says);
      expect(refused.out).toContain(`To allow it: --allow ${policy}=${subject}`);
      expect(refused.out).toContain('1 refusal');
      expect(harness.writes()).toEqual([]);

      // A different policy or subject allows nothing.
      for (const wrong of [`owner=${subject}`, `${policy}=a-different-layer`]) {
        expect((await harness.run(`plan --allow ${wrong}`)).exit).toBe(4);
      }
      const lifted = await harness.run(`apply --auto-approve --allow ${policy}=${subject}`);
      expect(lifted.exit, lifted.err).toBe(0);
      expect(lifted.out).toContain(`Allowed: ${policy} for ${subject}`);
      expect((await harness.run('plan --detailed-exitcode')).exit, 'the next plan has nothing to lift').toBe(0);
    });
  });

  test('a page for each policy', async () => {
    const pages: string[] = [];
    for (const story of CASES.filter(({ policy }, at) => CASES.findIndex((each) => each.policy === policy) === at)) {
      const page = await withHarness(given(story), async (harness) => (await harness.run('plan')).out);
      pages.push(page.slice(page.indexOf('Refused\n'), page.indexOf('\nChanges')));
    }
    await expect(pages.join('\n')).toMatchFileSnapshot('golden/policies.txt');
  });
});

test('a decrease never needs permission', async () => {
  const story = { desired: { monthlyCostCap: 3200, protected: true }, policies: { 'cap-max': { amount: '1 USD' } } };
  await withHarness(given(story), async (harness) => {
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
  });
});

test('several policies refuse together, and each is allowed by itself', async () => {
  const story = { desired: { monthlyCostCap: 280000, mode: 'agency', protected: true } };
  await withHarness(given(story), async (harness) => {
    const refused = await harness.run('plan');
    expect(refused.out).toContain('3 refusals');
    await expect(refused.out).toMatchFileSnapshot('golden/policies-several.txt');
    const two = '--allow cap-increase=acme-ios --allow mode-switch=acme-ios';
    expect((await harness.run(`plan ${two}`)).exit).toBe(4);
    expect((await harness.run(`plan ${two} --allow protected=acme-ios`)).exit).toBe(0);
  });
});

/** The first client gets the desired value; if there are many, all do. */
function given({
  desired,
  clients = [live],
  policies,
  extras = {},
}: Pick<Case, 'desired' | 'clients' | 'policies' | 'extras'>): HarnessOptions {
  const all = clients.length > 2;
  const documents = clients.map((one, at) => [fileOf(one), documentOf(one, all || at === 0 ? desired : {})] as const);
  return {
    files: {
      ...Object.fromEntries(documents),
      'reconcile.yaml': settings({ transport: endpoint(), ...(policies && { policies }) }),
    },
    world: worldWith(clients, extras),
  };
}

/** A second token that cannot read any ad account. */
function worldWith(clients: readonly Client[], extras: Parameters<typeof worldOf>[1]): string {
  const world = JSON.parse(worldOf(clients, extras));
  world.tiktok.tokens.push({ token: 'story-tiktok-token-0002', advertisers: [] });
  return JSON.stringify(world);
}
