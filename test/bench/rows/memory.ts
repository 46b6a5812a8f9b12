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

const growth: Row = {
  name: 'plan without waits, from 1,000 to 5,000 layers',
  bars: [
    { of: 'cpuMs', times: 5.5 },
    { of: 'peakMb', times: 5.5 },
  ],
  measure: async () => {
    const fewer = await withWorld(1000, ({ command }) => measureOnce(command('plan')));
    const usage = await withWorld(5000, ({ command }) => measureOnce(command('plan')));
    return { usage, yardstick: { name: '1,000 layers', usage: fewer } };
  },
};

export const memory: readonly Row[] = [planAs('text'), planAs('json'), growth];
