import { expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import {
  acme,
  campaignOf,
  client,
  connected,
  documentOf,
  endpoint,
  fileOf,
  type Json,
  settings,
  worldOf,
} from '../support/worlds.ts';

const one = acme();
const file = fileOf(one);
const inSettings = settings({ transport: endpoint() });

/** Two running campaigns and one that a person paused, with these settings of the gate. */
function worldUnder(gate: Json, layer: Json = {}, switches: Json = {}): string {
  const account = connected(one.account);
  const campaign = (n: number, status: string, more: Json = {}) => campaignOf(one.account, n, status, more);
  const paused = acme({
    inProject: {
      adAccounts: [account],
      campaigns: [campaign(1, 'active'), campaign(2, 'active'), campaign(3, 'paused')],
      layers: [{ id: one.layer, config: one.config, defaults: { structural: 'auto', ...gate }, ...layer }],
    },
  });
  return worldOf([paused], { switches });
}

const files = (state: string) => ({ [file]: documentOf(one, { state }), 'reconcile.yaml': inSettings });
const statuses = (harness: StoryHarness) => harness.world().layers.projects[0]?.campaigns.map(({ status }) => status);
const gateWrites = (harness: StoryHarness) =>
  harness
    .writes()
    .filter(({ path }) => /\/(pause|resume)$/.test(path))
    .map(({ path }) => path.split('/').slice(-2).join(' '));

test('a paused layer: its campaigns are paused through the gate, and pauses of others are not undone later', async () => {
  await withHarness({ files: files('paused'), world: worldUnder({}) }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.out).toContain('predicted: done');
    const applied = await harness.run('apply --auto-approve');
    // The layer itself is paused by a person.
    expect(applied.exit, applied.out + applied.err).toBe(3);
    expect(applied.out).toContain('done  campaigns');
    expect(statuses(harness)).toEqual(['paused', 'paused', 'paused']);
    expect((await harness.run('confirm acme-ios')).exit).toBe(0);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);

    harness.note('The reviewed document activates the layer again.');
    await harness.edit(file, 'state: paused', 'state: active');
    const resumed = await harness.run('apply --auto-approve');
    expect(resumed.exit, resumed.out + resumed.err).toBe(3);
    harness.note('Maya resumes the layer and confirms it; then the campaigns follow.');
    await harness.run('confirm acme-ios');
    const last = await harness.run('apply --auto-approve');
    expect(last.exit, last.out + last.err).toBe(0);
    expect(statuses(harness), 'the third was paused by a person').toEqual(['active', 'active', 'paused']);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/gate-auto.txt');
  });
});

test('a gate that holds writes: they wait, the next run knows them, and nothing is queued twice', async () => {
  await withHarness({ files: files('paused'), world: worldUnder({ structural: 'draft' }) }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.out).toContain('predicted: queued');
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(3);
    expect(applied.out).toContain('waiting  campaigns, for the customer');
    const second = await harness.run('apply --auto-approve');
    expect(second.exit).toBe(3);
    expect(second.out).toContain('already requested, waiting for approval');
    expect(gateWrites(harness)).toEqual(['cmp_1 pause', 'cmp_2 pause']);
    expect(statuses(harness)).toEqual(['active', 'active', 'paused']);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/gate-draft.txt');
  });
});

test.each([
  { name: 'the axis is off', world: worldUnder({ structural: 'off' }), says: 'predicted: denied' },
  { name: 'the kill switch is on', world: worldUnder({}, { killSwitch: true }), says: 'predicted: denied' },
  { name: 'the customer has not consented', world: worldUnder({}, { partnerWrites: false }), says: 'predicted: done' },
])('a gate that refuses: $name', async ({ world, says }) => {
  await withHarness({ files: files('paused'), world }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.out).toContain(says);
    expect(planned.out).toContain('layers/consent-unknown');
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(1);
    expect(applied.out).toContain('failed  campaigns');
    expect(applied.out).toContain('api/denied');
    expect(statuses(harness)).toEqual(['active', 'active', 'paused']);
  });
});

test('a campaign that began after the review is not touched', async () => {
  await withHarness({ files: files('paused'), world: worldUnder({}) }, async (harness) => {
    await harness.run('plan --out reviewed.json');
    await harness.call('POST', '/__sandbox/people/resume-campaign', { campaign: 'cmp_3' });
    const applied = await harness.run('apply reviewed.json --auto-approve');
    expect(applied.exit).toBe(4);
    expect(applied.err).toContain('campaigns.running');
    expect(gateWrites(harness)).toEqual([]);
  });
});

test('if the layer of the campaigns is unknown, nothing is paused', async () => {
  const other = client(2);
  const two = acme({
    inProject: {
      adAccounts: [connected(one.account), connected(other.account)],
      campaigns: [
        { campaignId: 'cmp_9', externalId: '1809', adAccountId: 'somebody', name: 'Other', status: 'active' },
        {
          campaignId: 'cmp_1',
          externalId: '1801',
          adAccountId: connected(one.account).adAccountId,
          name: 'Mine',
          status: 'active',
        },
      ],
    },
  });
  await withHarness({ files: files('paused'), world: worldOf([two]) }, async (harness) => {
    const planned = await harness.run('plan');
    expect(planned.out).toContain('pause Mine (cmp_1)');
    expect(planned.out).not.toContain('Other');
  });
});
