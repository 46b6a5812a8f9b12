import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import {
  acme,
  campaignOf,
  type Client,
  connected,
  documentOf,
  endpoint,
  fileOf,
  settings,
  worldOf,
} from '../support/worlds.ts';

/** Prints a plan of one client, and what `explain` prints about a check. */
async function planned(one: Client, desired: Parameters<typeof documentOf>[1], code: string): Promise<string> {
  const files = { [fileOf(one)]: documentOf(one, desired), 'reconcile.yaml': settings({ transport: endpoint() }) };
  return withHarness({ files, world: worldOf([one]) }, async (harness) => {
    const { exit, out, err } = await harness.run('plan');
    expect(exit, err).toBe(0);
    expect((await harness.run(`explain ${code}`)).out).toContain('Cure: ');
    return out;
  });
}

test('a wrong currency at Layers: seen, and gone after the account was connected again', async () => {
  const right = acme();
  const { account, name, timezone } = right;
  const wrong = acme({ inProject: { adAccounts: [connected(account, { name, timezone, currency: 'EUR' })] } });
  const seen = await planned(wrong, {}, 'layers/currency');
  expect(seen).toContain(`Ad account ${account} has the currency USD at TikTok, but EUR at Layers.`);
  expect(seen).toContain('Reconnect the account in the dashboard');
  expect(await planned(right, {}, 'layers/currency')).not.toContain('layers/currency');
});

test('CAPI turned off while campaigns run: seen, and gone if the layer is paused first', async () => {
  const { account } = acme();
  const one = acme({ inProject: { campaigns: [campaignOf(account, 1, 'active'), campaignOf(account, 2, 'paused')] } });
  const seen = await planned(one, { capi: { enabled: false } }, 'layers/capi-off');
  expect(seen).toContain('The plan turns CAPI off, and 1 campaign runs');
  const paused = await planned(one, { capi: { enabled: false }, state: 'paused' }, 'layers/capi-off');
  expect(paused).not.toContain('layers/capi-off');
});
