import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Its wall time is virtual: that of the waits, without the work of this machine. */
export const partnerTier: Row = {
  name: 'plan of 5,000 unchanged layers at the partner tier, virtual time',
  bars: [{ of: 'wallMs', times: 1.05 }],
  measure: async () => {
    const usage = await measureOnce(task('plan-virtually', '5000'));
    const wallMs = ((usage.calls ?? Number.NaN) / PARTNER_READS_PER_MINUTE) * 60_000;
    return { usage, yardstick: { name: 'calls to Layers ÷ 6,000 a minute', usage: { wallMs } } };
  },
};
