import { expect, test } from 'vitest';
import {
  agencyFiles,
  agencyWorld,
  client,
  identityShare,
  LAYERS_BC,
  PARTNERS,
  pixelShare,
} from '../support/agency-world.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { acme, connected, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const person = (harness: StoryHarness, does: string, body: object) =>
  harness.call('POST', `/__sandbox/people/${does}`, body);

/** Seen by plan, explained by its code. */
async function expectSeen(harness: StoryHarness, code: string, ...words: readonly string[]): Promise<void> {
  const { out } = await harness.run('plan');
  for (const word of [code, ...words]) expect(out).toContain(word);
  const explained = await harness.run(`explain ${code}`);
  expect(explained.exit).toBe(0);
  expect(explained.out).toContain(code);
}

const expectGone = async (harness: StoryHarness, code: string) =>
  expect((await harness.run('plan')).out).not.toContain(code);

const assetShares = [pixelShare, identityShare];

test('"Partnership pending": TikTok shows the account as shared, Layers does not list it for some minutes', async () => {
  const world = agencyWorld({ inProject: { adAccounts: [] }, tiktok: { ...PARTNERS, assetShares } });
  await withHarness({ files: agencyFiles, world }, async (harness) => {
    await expectSeen(harness, 'tiktok/partnership-pending', '5 to 15 minutes');
    expect((await harness.run('verify')).exit).toBe(1);
    harness.note('Ten minutes later the account is bound.');
    harness.sandbox.advance('PT10M');
    await person(harness, 'connect-account', { project: client.project, adAccount: client.account });
    await expectGone(harness, 'tiktok/partnership-pending');
    await expect(harness.transcript()).toMatchFileSnapshot('golden/agency-pending.txt');
  });
});

test('an unfunded wallet at Layers', async () => {
  const adAccounts = [connected(client.account, { credentialMode: 'agency', walletBalance: 0 })];
  const world = agencyWorld({ inProject: { adAccounts }, tiktok: { ...PARTNERS, assetShares } });
  await withHarness({ files: agencyFiles, world }, async (harness) => {
    await expectSeen(harness, 'layers/wallet-low', '0.00 USD', 'top up');
    expect((await harness.run('verify')).exit).toBe(1);
    await person(harness, 'top-up-wallet', { project: client.project, adAccount: client.account, amount: 250_000 });
    await expectGone(harness, 'layers/wallet-low');
    expect((await harness.run('verify --verbose')).out).toContain('wallet balance of 2,500.00 USD');
  });
});

test('a wallet that Layers does not show is unknown, and said so if a limit is set', async () => {
  const world = agencyWorld({ tiktok: { ...PARTNERS, assetShares } });
  const limit = settings({
    layersBusinessId: LAYERS_BC,
    transport: endpoint(),
    checks: { 'balance-min': { amount: '500 USD' } },
  });
  await withHarness({ files: { ...agencyFiles, 'reconcile.yaml': limit }, world }, async (harness) => {
    await expectSeen(harness, 'layers/wallet-unknown');
    const verified = await harness.run('verify');
    expect(verified.exit).toBe(3);
    expect(verified.out).toContain('Layers shows no wallet balance');
  });
});

test('an unfunded ad account in BYO mode, and one below the limit of the settings', async () => {
  const empty = acme({ atTikTok: { balance: 0 } });
  const limit = settings({ checks: { 'balance-min': { amount: '500 USD' } } });
  const files = { [fileOf(empty)]: documentOf(empty), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf([empty]) }, async (harness) => {
    await expectSeen(harness, 'tiktok/balance-low', '0.00 USD');
    await person(harness, 'fund-wallet', { advertiser: empty.account, amount: 100.5 });
    await expectGone(harness, 'tiktok/balance-low');
    await harness.write('reconcile.yaml', limit);
    await expectSeen(harness, 'tiktok/balance-low', '100.50 USD', 'under the 500.00 USD');
    await person(harness, 'fund-wallet', { advertiser: empty.account, amount: 400 });
    await expectGone(harness, 'tiktok/balance-low');
  });
});

test('a missing role: the user of the token does not administer the Business Center', async () => {
  const members = [{ name: 'ana', role: 'STANDARD' }];
  const centers = [
    { id: client.business, name: 'Acme', members },
    { id: LAYERS_BC, name: 'Layers' },
  ];
  const world = agencyWorld({ tiktok: { ...PARTNERS, assetShares, businessCenters: centers } });
  await withHarness({ files: agencyFiles, world }, async (harness) => {
    await expectSeen(harness, 'tiktok/shares-unreadable', 'an administrator of the Business Center');
    expect((await harness.run('verify')).out).toContain('was not readable');
    harness.note('An administrator gives Ana the role.');
    harness.sandbox.intervene(undefined);
    harness.intervene((_, moment, live) => {
      const [center] = live.tiktok.businessCenters;
      if (moment === 'before' && center !== undefined) center.members = ['ana'];
    });
    await expectGone(harness, 'tiktok/shares-unreadable');
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
  });
});
