import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_CONCURRENT_READS } from '../../../src/model/index.ts';
import { worldOfMany } from '../../support/many-layers.mjs';
import { measureInTurns, measureOnce, task } from '../measure.ts';
import type { Row } from '../row.ts';

export const loadWorld: Row = {
  name: 'sandbox of 10,000 projects, until it answers',
  bars: [
    { of: 'wallMs', atMost: 3_000 },
    { of: 'peakMb', atMost: 300 },
  ],
  measure: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
    try {
      const file = join(folder, 'world.json');
      writeFileSync(file, worldOfMany(10_000));
      const [usage = {}] = await measureInTurns([task('load-world', file)], 3);
      return { usage };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const PARTNER_READS_PER_MINUTE = 6_000;

const virtual = (layers: number, changed: number, options: object, ...argv: readonly string[]) =>
  measureOnce(task('plan-virtually', String(layers), String(changed), JSON.stringify(options), ...argv));

/** Wall times are virtual: those of waits and latency, without the work of this machine. */
export const rates: readonly Row[] = [
  {
    name: 'plan of 1,000 layers, 50 ms latency, no rate limit, virtual',
    bars: [{ of: 'wallMs', times: 1.2 }],
    measure: async () => {
      const usage = await virtual(1000, 0, { counts: 'all', hasLimits: false, latencyMs: 50 }, 'plan');
      const wallMs = ((usage.calls ?? Number.NaN) * 50) / MAX_CONCURRENT_READS;
      return { usage, yardstick: { name: `calls × 50 ms ÷ ${MAX_CONCURRENT_READS} at a time`, usage: { wallMs } } };
    },
  },
  {
    name: 'plan of 5,000 unchanged layers at the partner tier, virtual',
    bars: [
      { of: 'wallMs', times: 1.05 },
      { of: 'refused', atMost: 0 },
    ],
    measure: async () => {
      const usage = await virtual(5000, 0, { counts: 'Layers', hasLimits: true }, 'plan');
      const wallMs = ((usage.calls ?? Number.NaN) / PARTNER_READS_PER_MINUTE) * 60_000;
      return { usage, yardstick: { name: 'calls to Layers ÷ 6,000 a minute', usage: { wallMs } } };
    },
  },
  {
    name: 'the same, another client uses half of the limit, virtual',
    bars: [{ of: 'refused', atMost: 3 }],
    measure: async () => ({
      usage: await virtual(5000, 0, { counts: 'Layers', hasLimits: true, rivalReadsPerSecond: 50 }, 'plan'),
    }),
  },
];

/** The config of a layer, and the claim and the record in its ledger. */
const WRITES_PER_LAYER = 3;

export const applyChanged: Row = {
  name: 'apply of 200 layers, 50 changed: writes',
  bars: [{ of: 'calls', atMost: 50 * WRITES_PER_LAYER }],
  measure: async () => ({
    usage: await virtual(200, 50, { counts: 'writes', hasLimits: false }, 'apply', '--auto-approve'),
  }),
};
