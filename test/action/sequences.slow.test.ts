import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hubIn } from './hub.ts';
import { adopted, playMany, playOne, RUNS, SHARDS, SHARD_TIMEOUT_MS } from './sequences/property.ts';
import { anySequence, type Sequence } from './sequences/steps.ts';

/** The other transport has a file of its own, so that both run at the same time. */
describe('random sequences, if Layers has a config endpoint', () => {
  test.concurrent.each(SHARDS)(
    'seed %i: only what was reviewed is written, and at the end it is live, or named as open',
    async (seed) => {
      await playMany('endpoint', seed, RUNS);
    },
    SHARD_TIMEOUT_MS,
  );
});

/** The shortest sequences that broke a law once. */
const BROKE: readonly { readonly why: string; readonly sequence: Sequence }[] = [
  {
    why: 'a stale layer stops the other layers of its plan, and the page named only the stale one',
    sequence: {
      wasDeployed: false,
      steps: [
        { do: 'open', edits: [{ of: 'pixel', layer: 0, pick: 0 }], from: 'older' },
        { do: 'open', edits: [{ of: 'defaults', pick: 0 }], from: 'main' },
        { do: 'merge', pull: 0, how: 'merge' },
        { do: 'merge', pull: 0, how: 'merge' },
        { do: 'open', edits: [{ of: 'events', layer: 0, pick: 0 }], from: 'main' },
        { do: 'merge', pull: 0, how: 'merge' },
      ],
    },
  },
];

test.each(BROKE)(
  '$why',
  async ({ sequence }) => {
    const { violations, transcript } = await playOne(await adopted('endpoint'), 'endpoint', sequence);
    expect(violations, transcript.join('\n')).toEqual([]);
  },
  300_000,
);

test('git in memory plays a sequence exactly like git', async () => {
  const options = await adopted('endpoint');
  for (const sequence of fc.sample(anySequence, { seed: 7, numRuns: 3 })) {
    const played = await playOne(options, 'endpoint', sequence);
    expect(played).toEqual(await playOne({ ...options, hub: hubIn }, 'endpoint', sequence));
  }
}, 300_000);
