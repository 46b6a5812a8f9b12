import { expect, test } from 'vitest';
import { onBed } from './bed.ts';
import { killed } from './kill.ts';
import { scenarios } from './scenarios.ts';

test('killed after one of its writes, another machine goes on when the claim has expired', async () => {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('there is no scenario');
  await onBed(scenario, async (bed) => {
    const write = bed.asked.find(({ kind }) => kind.startsWith('config'));
    expect(await killed(bed, write?.index ?? -1, 'after it took effect', 'another machine')).toEqual([]);
  });
});
