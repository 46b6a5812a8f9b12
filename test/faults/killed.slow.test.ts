import { expect, test } from 'vitest';
import { withFaultHarness } from './harness.ts';
import { killed } from './kill.ts';
import { scenarios } from './scenarios.ts';

test('if it is killed after a write, a different machine continues when the claim has expired', async () => {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('there is no scenario');
  await withFaultHarness(scenario, async (faultHarness) => {
    const write = faultHarness.asked.find(({ kind }) => kind.startsWith('config'));
    expect(await killed(faultHarness, write?.index ?? -1, 'after it took effect', 'another machine')).toEqual([]);
  });
});
