import { measureOnce, task } from '../measure.ts';
import type { Row } from '../row.ts';

/** The keys add one request, which all layers share. */
const callsAt = (name: string, api: string, atMost: number): Row => ({
  name: `requests at ${name} for 1,000 unchanged, adopted layers`,
  bars: [{ of: 'calls', atMost }],
  measure: async () => ({ usage: await measureOnce(task('plan-adopted', '1000', api)) }),
});

export const callsPerLayer: readonly Row[] = [callsAt('Layers', 'layers', 3_001), callsAt('TikTok', 'tiktok', 20)];
