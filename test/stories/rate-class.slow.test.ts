import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import {
  acme,
  campaignOf,
  documentOf,
  endpoint,
  fileOf,
  KEY,
  ORGANIZATION,
  settings,
  worldOf,
} from '../support/worlds.ts';

/** More than the 20 jobs a minute of the smallest tier, fewer than its 60 light writes. */
const CAMPAIGNS = 26;

const campaigns = Array.from({ length: CAMPAIGNS }, (_, n) => campaignOf(acme().account, n + 1, 'active'));

test.each(['long-running', 'write-light'] as const)('pauses keep within the limit of the class %s', async (word) => {
  const live = acme({ inProject: { campaigns } });
  const layer = { id: live.layer, config: live.config, defaults: { structural: 'auto' } };
  const one = { ...live, inProject: { campaigns, layers: [layer] } };
  const world = JSON.parse(worldOf([one], { switches: { rateLimits: true, lifecycleClass: word } }));
  world.layers.keys = [{ key: KEY, organization: ORGANIZATION, tier: 'standard' }];
  const files = {
    [fileOf(live)]: documentOf(live, { state: 'paused' }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  await withHarness({ files, world: JSON.stringify(world), moving: true }, async (harness) => {
    const applied = await harness.run('apply --auto-approve');
    expect(applied.err).toBe('');
    expect(harness.world().layers.projects[0]?.campaigns.filter(({ status }) => status === 'paused')).toHaveLength(
      CAMPAIGNS,
    );
    expect(harness.log().filter(({ status }) => status === 429)).toEqual([]);
  });
});
