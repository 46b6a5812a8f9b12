import { counted } from '../parts/phrases.ts';

type Estimate = {
  readonly layers: number;
  readonly calls: number;
  readonly perMinute: number;
  readonly shards: number;
  readonly atLeastMs: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** One line; empty without an estimate. */
export function estimateAsText(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '';
  const { layers, calls, perMinute, shards, atLeastMs } = estimate;
  const time =
    atLeastMs < 2 * HOUR_MS ? counted(atLeastMs / MINUTE_MS, 'minute') : `${(atLeastMs / HOUR_MS).toFixed(1)} hours`;
  const reads = `${perMinute.toLocaleString('en')} reads a minute`;
  const limit = shards === 1 ? `this key ${reads}` : `this shard ${reads}, 1/${shards} of the limit of its key`;
  return `Reading ${counted(layers, 'layer')} takes at least ${time}: Layers allows ${limit}, and at least ${calls.toLocaleString('en')} are needed.\n`;
}
