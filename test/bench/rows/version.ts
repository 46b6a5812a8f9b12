import { measureInTurns, type NodeRun, RECONCILE } from '../measure.ts';
import type { Row } from '../row.ts';

/** The yardstick of every start. */
export const EMPTY: NodeRun = { args: ['-e', '0'] };

export const version: Row = {
  name: 'reconcile --version',
  bars: [{ of: 'cpuMs', times: 1.25 }],
  measure: async () => {
    const [usage = {}, empty = {}] = await measureInTurns([{ args: [RECONCILE, '--version'] }, EMPTY], 15);
    return { usage, yardstick: { name: 'node -e 0', usage: empty } };
  },
};
