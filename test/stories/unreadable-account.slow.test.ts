import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, documentOf, fileOf, settings, worldOf } from '../support/worlds.ts';

test.each([
  { name: 'renamed', row: { adAccountId: '01J', platform: 'tiktok_ads', advertiserId: '7098765432109876501' } },
  { name: 'empty', row: { adAccountId: '01J', externalId: null } },
])('an ad account whose id is $name does not make its layer a new one', async ({ row }) => {
  const one = acme();
  const files = { [fileOf(one)]: documentOf(one, { monthlyCostCap: 90_000 }), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf([one]) }, async (harness) => {
    const path = '/v1/projects/*/ads/ad-accounts';
    const fault = { kind: 'status', status: 200, body: { items: [row], nextCursor: null } };
    await harness.call('POST', '/__sandbox/faults', { method: 'GET', path, times: 100, fault });
    const planned = await harness.run('plan');
    expect([planned.exit, planned.out]).toEqual([1, expect.not.stringContaining('90,000')]);
    expect(planned.err).toContain('api/unreadable');
    const meta = { kind: 'status', status: 200, body: { items: [{ platform: 'meta_ads' }], nextCursor: null } };
    await harness.call('DELETE', '/__sandbox/faults');
    await harness.call('POST', '/__sandbox/faults', { method: 'GET', path, times: 100, fault: meta });
    expect((await harness.run('plan')).err, 'a row of another platform is skipped').toBe('');
  });
});

test('an unreadable row beside a different account may be the one of the document, which is not replaced', async () => {
  const one = acme();
  const files = { [fileOf(one)]: documentOf(one, { monthlyCostCap: 90_000 }), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf([one]) }, async (harness) => {
    const items = [
      { adAccountId: '01J', platform: 'tiktok_ads', externalId: '7000000000000000001' },
      { adAccountId: '01K', platform: 'tiktok_ads', advertiserId: one.account },
    ];
    const fault = { kind: 'status', status: 200, body: { items, nextCursor: null } };
    const path = '/v1/projects/*/ads/ad-accounts';
    await harness.call('POST', '/__sandbox/faults', { method: 'GET', path, times: 100, fault });
    const planned = await harness.run('plan');
    expect([planned.exit, planned.out]).toEqual([1, expect.not.stringContaining('account-switch')]);
    expect(planned.err).toContain('api/unreadable');
  });
});
