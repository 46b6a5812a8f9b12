import { describe, test } from 'vitest';
import { playMany, RUNS, SHARDS, SHARD_TIMEOUT_MS } from './sequences/property.ts';

describe('random sequences, if people do what no API can', () => {
  test.concurrent.each(SHARDS)(
    'seed %i: only what was reviewed is written, and at the end it is live, or named as open',
    async (seed) => {
      await playMany('documented', seed, RUNS);
    },
    SHARD_TIMEOUT_MS,
  );
});
