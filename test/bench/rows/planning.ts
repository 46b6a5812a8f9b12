import { measureInTurns, task } from '../measure.ts';
import type { Row } from '../row.ts';

const planOf = (layers: number) => task('plan-layers', String(layers));

export const planning: readonly Row[] = [
  {
    name: 'pure planning of 5,000 layers, 20 % changed',
    bars: [{ of: 'wallMs', atMost: 300 }],
    measure: async () => {
      const [usage = {}] = await measureInTurns([planOf(5000)], 5);
      return { usage };
    },
  },
  {
    name: 'pure planning, from 1,000 to 5,000 layers',
    bars: [
      { of: 'wallMs', times: 5.5 },
      { of: 'peakMb', times: 5.5 },
    ],
    measure: async () => {
      const [usage = {}, fewer = {}] = await measureInTurns([planOf(5000), planOf(1000)], 5);
      return { usage, yardstick: { name: '1,000 layers', usage: fewer } };
    },
  },
];
