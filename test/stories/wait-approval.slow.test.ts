import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, campaignOf, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const one = acme();
const files = {
  [fileOf(one)]: documentOf(one, { state: 'paused' }),
  'reconcile.yaml': settings({ transport: endpoint() }),
};

/** The gate queues pauses. Tom decides an hour later; the optimizer carries out what he approved. */
function worldWith(does: 'approve-pending' | 'reject-pending'): string {
  const inProject = {
    campaigns: [campaignOf(one.account, 1, 'active')],
    layers: [{ id: one.layer, config: one.config, defaults: { structural: 'draft' } }],
  };
  const when = { request: 'POST /v1/projects/*/ads/tiktok/campaigns/*/pause' };
  const people = [{ who: 'Tom', does, when, after: 'PT1H', project: one.project }];
  return JSON.stringify({ ...JSON.parse(worldOf([acme({ inProject })])), people });
}

const statuses = (world: { layers: { projects: readonly { campaigns: readonly { status: string }[] }[] } }) =>
  world.layers.projects[0]?.campaigns.map(({ status }) => status);

test('a queued pause: the wait ends when the approver has decided and the optimizer has paused', async () => {
  await withHarness({ files, world: worldWith('approve-pending'), moving: true }, async (harness) => {
    const applied = await harness.run('apply --auto-approve --wait 8h');
    expect(applied.err).toContain('campaigns of acme-ios: ');
    expect(applied.out).toContain('done  campaigns');
    expect(statuses(harness.world())).toEqual(['paused']);
    // The layer itself is paused by a person, which no API shows.
    expect(applied.exit).toBe(3);
    expect(harness.writes().filter(({ path }) => path.endsWith('/pause'))).toHaveLength(1);
  });
});

test('a queued pause that the approver rejects: the wait ends with the rejection', async () => {
  await withHarness({ files, world: worldWith('reject-pending'), moving: true }, async (harness) => {
    const applied = await harness.run('apply --auto-approve --wait 8h');
    expect(applied.exit, applied.out + applied.err).toBe(1);
    expect(applied.out).toContain('failed  campaigns');
    expect(statuses(harness.world())).toEqual(['active']);
    expect(harness.writes().filter(({ path }) => path.endsWith('/pause'))).toHaveLength(1);
    expect(harness.sandbox.now().getTime()).toBeLessThan(Date.parse('2026-11-10T14:00:00Z'));
  });
});
