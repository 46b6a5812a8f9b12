import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { unzip } from '../../src/github/download.ts';
import type { Plan } from '../../src/model/index.ts';
import { parsePlan } from '../../src/plan/index.ts';
import { planAsArtifact } from '../../src/render/index.ts';
import { commitId } from '../support/fake-github/index.ts';
import { fromLedger, kept, layers, planOf, WRITTEN } from '../support/layers.ts';
import { fakeGitHub, repositoryAt } from './harness.ts';

const COUNT = 5_000;

/** One layer in five has a higher cap, which is a manual step. */
function raisedPlan(): Plan {
  const { desired, live } = layers(COUNT, (n) => ({
    desired: { fields: { monthlyCostCap: n % 5 === 0 ? 31_000 : 30_000 } },
    sight: { seen: fromLedger({ monthlyCostCap: 30_000 }), ledger: kept() },
  }));
  return planOf(desired, live, { reads: { calls: COUNT * 9 } });
}

/** Nothing is known of any layer: each is to be adopted, and every field waits for it. */
function unknownPlan(): Plan {
  const { desired, live } = layers(COUNT, () => ({
    sight: { unseen: Object.keys(WRITTEN).filter((path) => path !== 'adAccountId') as (keyof typeof WRITTEN)[] },
  }));
  return planOf(desired, live, { reads: { calls: COUNT * 9 } });
}

test.each([
  { name: 'a fifth of them changed', make: raisedPlan, changes: COUNT / 5, maxBytes: 8_000_000 },
  { name: 'all of them to be adopted', make: unknownPlan, changes: COUNT * 7, maxBytes: 32_000_000 },
])(
  'a plan of 5,000 layers is downloaded and read: $name',
  { timeout: 180_000 },
  async ({ make, changes, maxBytes }) => {
    const plan = make();
    expect(plan.layers).toHaveLength(COUNT);
    expect(plan.layers.flatMap((layer) => layer.changes).length).toBeGreaterThanOrEqual(changes);
    const saved = planAsArtifact(plan);
    expect(new TextEncoder().encode(saved).length).toBeLessThan(maxBytes);
    const fake = await fakeGitHub();
    const run = fake.world.addRun({ head: commitId('c') });
    const artifact = fake.world.addArtifact({ run, files: { 'plan.json': saved } });
    const files = await repositoryAt(fake.api).download(artifact);
    if (!files.ok) throw new Error(JSON.stringify(files.problems));
    expect(parsePlan(new TextDecoder().decode(files.value.get('plan.json')))?.digest).toBe(plan.digest);
  },
);

test('an archive of many files that are small when packed is not unpacked beyond the limit', () => {
  const bomb = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, new Uint8Array(10_000_000)]));
  const packed = zipSync(bomb);
  expect(packed.length).toBeLessThan(1_000_000);
  const before = process.memoryUsage().arrayBuffers;
  expect(unzip(packed)).toBe('it is larger than 64 MB when unpacked');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80_000_000);
});
