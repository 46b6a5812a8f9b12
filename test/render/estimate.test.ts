import { expect, test } from 'vitest';
import { estimateAsText } from '../../src/render/index.ts';

test.each([
  {
    name: 'minutes',
    why: 'as they are',
    estimate: { layers: 5000, calls: 15_000, perMinute: 6_000, atLeastMs: 120_000 },
    text: 'Reading 5000 layers takes at least 2 minutes: Layers allows this key 6,000 reads a minute, and at least 15,000 are needed.\n',
  },
  {
    name: 'hours',
    why: '124 minutes are hard to read',
    estimate: { layers: 5000, calls: 15_000, perMinute: 120, atLeastMs: 124 * 60_000 },
    text: 'Reading 5000 layers takes at least 2.1 hours: Layers allows this key 120 reads a minute, and at least 15,000 are needed.\n',
  },
  { name: 'nothing', why: 'a few seconds need no line', estimate: undefined, text: '' },
])('$name: $why', ({ estimate, text }) => {
  expect(estimateAsText(estimate)).toBe(text);
});
