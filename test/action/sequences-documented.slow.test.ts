import { describe, test } from 'vitest';
import { playMany, RUNS, SHARDS, SHARD_TIMEOUT_MS } from './sequences/property.ts';

describe('random sequences, if people do what no API can', () => {
  test.concurrent.each(SHARDS)(
    'seed %i: only reviewed values are written, and a run after a clean one writes nothing',
    async (seed) => {
      await playMany('documented', seed, RUNS);
    },
    SHARD_TIMEOUT_MS,
  );
});
