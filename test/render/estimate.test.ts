import { expect, test } from 'vitest';
import { estimateAsText } from '../../src/render/index.ts';

test.each([
  {
    name: 'minutes',
    why: 'as they are',
    estimate: { layers: 5000, calls: 15_000, perMinute: 6_000, shards: 1, atLeastMs: 120_000 },
    text: 'Reading 5000 layers takes at least 2 minutes: Layers allows this key 6,000 reads a minute, and at least 15,000 are needed.\n',
  },
  {
    name: 'hours',
    why: '124 minutes are hard to read',
    estimate: { layers: 5000, calls: 15_000, perMinute: 120, shards: 1, atLeastMs: 124 * 60_000 },
    text: 'Reading 5000 layers takes at least 2.1 hours: Layers allows this key 120 reads a minute, and at least 15,000 are needed.\n',
  },
  {
    name: 'a shard',
    why: 'the limit is lower than the one in the documentation',
    estimate: { layers: 1250, calls: 3_750, perMinute: 1_500, shards: 4, atLeastMs: 120_000 },
    text: 'Reading 1250 layers takes at least 2 minutes: Layers allows this shard 1,500 reads a minute, 1/4 of the limit of its key, and at least 3,750 are needed.\n',
  },
  { name: 'nothing', why: 'a few seconds need no line', estimate: undefined, text: '' },
])('$name: $why', ({ estimate, text }) => {
  expect(estimateAsText(estimate)).toBe(text);
});
