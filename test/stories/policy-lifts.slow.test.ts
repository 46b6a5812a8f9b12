import { describe, expect, test } from 'vitest';
import { withLedger } from '../../src/layers/index.ts';
import { POLICY_NAMES, type PolicyName } from '../../src/model/index.ts';
import { onAction } from '../action/harness.ts';
import { withHarness } from '../support/harness.ts';
import { anEntry } from '../support/layers.ts';
import {
  type Client,
  client,
  documentOf,
  documentsOf,
  endpoint,
  fileOf,
  settings,
  worldOf,
} from '../support/worlds.ts';

/** A change of the first client, or of all if there are many, under some policies. */
type Scenario = {
  readonly clients?: readonly Client[];
  readonly desired: Readonly<Record<string, unknown>>;
  readonly policies?: Readonly<Record<string, unknown>>;
  /** `null`: the settings state none. */
  readonly unit?: null;
  /** The token cannot read any ad account. */
  readonly blind?: true;
  readonly env?: Readonly<Record<string, string>>;
};

/** `exit` 4: the policy refuses. `exit` 1: the settings or the document are a problem, so nothing is planned. */
type Half = Scenario & { readonly exit: 1 | 4; readonly says: string };

type Story = {
  readonly refused: Scenario;
  /** The subject of its option; the name of the first client if absent. */
  readonly subject?: string;
  /** A text: why it cannot be half-configured. */
  readonly half: Half | string;
};

const live = client(1, { name: 'acme-ios' });
const other = client(2, { name: 'beta-ios' });
const six = [3, 4, 5, 6, 7, 8].map((n) => client(n));
const raise = { monthlyCostCap: 29_000 };

const theirs = anEntry({}, { owner: { repository: 'agency/clients', root: '.' } });
const metadata = withLedger({}, { revision: 1, entries: { [live.layer]: theirs }, drop: [] });
const taken = [client(1, { name: 'acme-ios', inProject: { metadata } })];

/** Total: a new policy does not compile without its stories. */
const STORIES: Readonly<Record<PolicyName, Story>> = {
  'cap-unit': {
    refused: { desired: raise, unit: null },
    half: { desired: { monthlyCostCap: '29000 USD' }, unit: null, exit: 4, says: 'The unit of the cap is unknown' },
  },
  'cap-max': {
    refused: { desired: raise, policies: { 'cap-max': { amount: '28500 USD' } } },
    half: {
      desired: raise,
      policies: { 'cap-max': { amount: '50000 EUR' } },
      exit: 4,
      says: 'cap-max has no amount in USD',
    },
  },
  'cap-total': {
    refused: { desired: raise, clients: [live, other], policies: { 'cap-total': { amount: '56500 USD' } } },
    subject: 'USD',
    half: {
      desired: raise,
      policies: { 'cap-total': { amount: '90000 EUR' } },
      exit: 4,
      says: 'cap-total has no amount in USD',
    },
  },
  'cap-increase': {
    refused: { desired: { monthlyCostCap: 280_000 } },
    half: { desired: raise, policies: { 'cap-increase': {} }, exit: 1, says: 'percent' },
  },
  'cap-below-spend': {
    refused: { desired: { monthlyCostCap: 3_000 } },
    half: { desired: { monthlyCostCap: 20_000 }, blind: true, exit: 4, says: 'the spend of this month is unknown' },
  },
  share: {
    refused: { desired: { objectives: ['reach'] }, clients: six },
    subject: 'all',
    half: { desired: raise, policies: { share: { percent: 30 } }, exit: 1, says: 'above' },
  },
  pin: {
    refused: { desired: { ...raise, pin: { advertiser: { currency: 'EUR' } } } },
    half: {
      desired: { ...raise, pin: { advertiser: { currency: 'USD' } } },
      blind: true,
      exit: 4,
      says: 'so the pin cannot be checked',
    },
  },
  'pixel-owner': {
    refused: { desired: { capi: { pixel_id: other.pixel } }, clients: [live, other] },
    half: {
      desired: { capi: { pixel_id: other.pixel } },
      clients: [live, other],
      blind: true,
      exit: 4,
      says: 'cannot be checked',
    },
  },
  'mode-switch': { refused: { desired: { mode: 'agency' } }, half: 'it is always on, without settings' },
  'account-switch': {
    refused: { desired: { tiktokBusinessId: '7999999999999999999' } },
    half: 'it is always on, without settings',
  },
  protected: {
    refused: { desired: { ...raise, protected: true } },
    half: { desired: { ...raise, protected: 'yes' }, exit: 1, says: 'true or false' },
  },
  freeze: {
    refused: { desired: raise, policies: { freeze: [{ from: '2026-11-09', to: '2026-11-11' }] } },
    half: {
      desired: raise,
      policies: { freeze: [{ from: '2026-11-10', to: '2026-11-10' }] },
      blind: true,
      exit: 4,
      says: 'The time zone of the ad account is unknown',
    },
  },
  owner: {
    refused: { desired: raise, clients: taken, env: { GITHUB_REPOSITORY: 'acme/ads' } },
    half: { desired: raise, clients: taken, exit: 4, says: 'this folder has no git remote' },
  },
};

const NAMES = Object.keys(POLICY_NAMES);
const all = Object.entries(STORIES).map(([policy, story]) => ({ policy, ...story }));

describe('on the command line', () => {
  test.each(all)(
    '$policy refuses, and only its own option lifts it',
    async ({ policy, refused, subject = 'acme-ios' }) => {
      await withHarness(given(refused), async (harness) => {
        const first = await harness.run('apply --auto-approve');
        expect([first.exit, harness.writes()], first.out + first.err).toEqual([4, []]);
        expect(first.out).toContain(`To allow it: --allow ${policy}=${subject}`);
        expect(first.out).toContain('1 refusal');

        const others = NAMES.filter((name) => name !== policy).map((name) => `--allow ${name}=all`);
        expect((await harness.run(`apply --auto-approve ${others.join(' ')}`)).exit).toBe(4);
        expect((await harness.run(`apply --auto-approve --allow ${policy}=a-different-layer`)).exit).toBe(4);
        expect(harness.writes()).toEqual([]);

        expect((await harness.run(`plan --allow ${policy}=all`)).exit).toBe(0);
        const lifted = await harness.run(`apply --auto-approve --allow ${policy}=${subject}`);
        expect(lifted.exit, lifted.out + lifted.err).toBe(0);
        expect(lifted.out).toContain(`Allowed: ${policy} for ${subject}`);
        expect(harness.writes()).not.toEqual([]);
      });
    },
  );

  test.each(all)('$policy, half-configured: nothing is applied', async ({ policy, half }) => {
    if (typeof half === 'string') return expect(half).toMatch(/always on/);
    return withHarness(given(half), async (harness) => {
      const { exit, out, err } = await harness.run('apply --auto-approve');
      expect(exit, out + err).toBe(half.exit);
      expect(out + err).toContain(half.says);
      if (half.exit === 4) expect(out).toContain(`--allow ${policy}=`);
      expect(harness.writes()).toEqual([]);
    });
  });
});

describe('on a pull request', () => {
  test.each(all)('$policy refuses, and only its own label lifts it', async ({ policy, refused }) => {
    const { files, world, clients } = given(refused);
    const before = {
      ...documentsOf(clients),
      'reconcile.yaml': files['reconcile.yaml'] ?? '',
      '.github/workflows/reconcile-plan.yml': 'on: pull_request\n',
    };
    const { 'reconcile.yaml': _, ...changed } = files;
    await onAction({ files: before, world }, async (harness) => {
      harness.github.world.setRole('otto', 'admin');
      harness.open(7, changed);
      const label = async (name: string) => {
        harness.github.world.label(7, `reconcile: allow ${name}`, 'otto');
        return harness.plan(7, { action: 'labeled', sender: { login: 'otto' } });
      };
      expect((await harness.plan(7)).exit).toBe(4);
      for (const name of NAMES.filter((name) => name !== policy)) {
        harness.github.world.label(7, `reconcile: allow ${name}`, 'otto');
      }
      expect((await label('cap-mx')).exit, 'labels of all other policies').toBe(4);
      const lifted = await label(policy);
      expect(lifted.exit, lifted.out).toBe(2);
      expect(harness.github.comments()[0]?.body).toContain(`Allowed: \`${policy}\``);
      expect(harness.sandbox.log().filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  });
});

test('a freeze that begins after the review refuses at the apply', async () => {
  const policies = { freeze: [{ from: '2026-11-11', to: '2026-11-12', reason: 'Singles Day' }] };
  await withHarness(given({ desired: raise, policies }), async (harness) => {
    expect((await harness.run(`plan --out ${harness.folder}/plan.json`)).exit).toBe(0);
    const during = { now: '2026-11-11T15:00:00Z' };
    const refused = await harness.run('apply plan.json --auto-approve', during);
    expect([refused.exit, harness.writes()], refused.out + refused.err).toEqual([4, []]);
    expect(refused.out + refused.err).toContain('Singles Day');
    const after = { now: '2026-11-13T15:00:00Z' };
    expect((await harness.run('apply plan.json --auto-approve', after)).exit).toBe(0);
  });
});

const BLIND = 'story-tiktok-token-0002';

function given({ clients = [live], desired, policies, unit, blind, env }: Scenario) {
  const isEach = clients.length > 2;
  const documents = clients.map(
    (one, at) => [fileOf(one), documentOf(one, isEach || at === 0 ? desired : {})] as const,
  );
  const text = settings({
    transport: endpoint(),
    ...(unit === null && { costCapUnit: undefined }),
    ...(policies && { policies }),
  });
  const world = JSON.parse(worldOf(clients));
  if (blind === true) {
    world.env.TIKTOK_ACCESS_TOKEN = BLIND;
    world.tiktok.tokens.push({ token: BLIND, advertisers: [] });
  }
  const files: Record<string, string> = { ...Object.fromEntries(documents), 'reconcile.yaml': text };
  return { clients, files, world: JSON.stringify(world), ...(env && { env }) };
}
