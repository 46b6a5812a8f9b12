import { measureOnce } from '../measure.ts';
import type { Row } from '../row.ts';
import { withWorld } from '../world.ts';

const planAs = (format: 'text' | 'json'): Row => ({
  name: `plan of 5,000 layers as ${format}, 20 % changed, without waits`,
  bars: [
    { of: 'peakMb', atMost: 200 },
    { of: 'cpuMs', atMost: 8_000 },
  ],
  measure: () =>
    withWorld(5000, async ({ command, sandbox }) => {
      const usage = await measureOnce(command('plan', '--format', format));
      return { usage: { ...usage, calls: sandbox.log().length } };
    }),
});

export const memory: readonly Row[] = [planAs('text'), planAs('json')];
