import { expect, test, vi } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { client, copied, documentOf, documentsOf, endpoint, settings, worldOf } from '../support/worlds.ts';

vi.setConfig({ testTimeout: 120_000 });

type World = Parameters<NonNullable<Parameters<StoryHarness['intervene']>[0]>>[2];

/** A person changes the world outside of reconcile. */
async function byHand(harness: StoryHarness, change: (world: World) => void): Promise<void> {
  let isDone = false;
  harness.intervene((_, moment, world) => {
    if (isDone || moment !== 'before') return;
    isDone = true;
    change(world);
  });
  await fetch(`${harness.sandbox.origin}/v1/whoami`);
  harness.intervene(undefined);
  expect(isDone).toBe(true);
}

const one = client(1);
const adopted = { files: { 'reconcile.yaml': settings(), ...documentsOf([one]) }, world: worldOf([one]) };

test('a confirm records under the id of a layer that was installed again, and the old entry hides nothing', async () => {
  await withHarness(adopted, async (harness) => {
    await harness.write('live.json', copied(one.config));
    await harness.run('confirm client-1 --json live.json');
    await byHand(harness, ({ layers }) => {
      const [layer] = layers.projects[0]?.layers ?? [];
      if (layer === undefined) throw new Error('The world has no layer.');
      layer.id = 'lyr_99999999-6a1d-4c5e-9a53-000000000099';
    });
    await harness.write('live.json', copied({ ...one.config, monthlyCostCap: undefined }));
    await harness.run('confirm client-1 --json live.json');
    const { out } = await harness.run('plan');
    expect(out, 'the new layer has no cap').toContain('monthlyCostCap: none (recorded) → 28,000.00 USD');
  });
});

test('a raised cap looks whether the ad account still has the pixel', async () => {
  await withHarness(adopted, async (harness) => {
    await harness.write('live.json', copied(one.config));
    await harness.run('confirm client-1 --json live.json');
    await byHand(harness, ({ tiktok }) => {
      const [pixel] = tiktok.pixels;
      if (pixel === undefined) throw new Error('The world has no pixel.');
      pixel.owner = '7098765432109876599';
    });
    await harness.write('layers/client-1.yaml', documentOf(one, { monthlyCostCap: 30000 }));
    expect((await harness.run('plan')).out).toMatch(/error +tiktok\/pixel-/);
  });
});

test('a report shows the spend of a layer without a cap', async () => {
  const free = client(2, { config: { monthlyCostCap: undefined }, spendPerDay: '9000.00' });
  const files = { 'reconcile.yaml': settings({ transport: endpoint() }), ...documentsOf([free]) };
  await withHarness({ files, world: worldOf([free]) }, async (harness) => {
    const { out } = await harness.run('report');
    expect(out).not.toContain('spend unknown');
    expect(out).toContain('90,000.00');
  });
});
