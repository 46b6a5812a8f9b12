import { join } from 'node:path';
import { measureInTurns, type NodeRun, RECONCILE, task } from '../measure.ts';
import { withRepository } from '../repository.ts';
import type { Row } from '../row.ts';
import { EMPTY } from './version.ts';

function validate(root: string): NodeRun {
  return { args: [RECONCILE, 'validate', '--config', join(root, 'reconcile.yaml')] };
}

export const validateOne: Row = {
  name: 'reconcile validate, 1 file',
  bars: [{ of: 'cpuMs', times: 1.6 }],
  measure: () =>
    withRepository(1, async (root) => {
      const [usage = {}, empty = {}] = await measureInTurns([validate(root), EMPTY], 15);
      return { usage, yardstick: { name: 'node -e 0', usage: empty } };
    }),
};

export const validateMany: Row = {
  name: 'reconcile validate, 5,000 files',
  bars: [{ of: 'wallMs', times: 1 }],
  measure: () =>
    withRepository(5000, async (root) => {
      const bare = task('parse-texts', join(root, 'layers'));
      const [usage = {}, parsed = {}] = await measureInTurns([validate(root), bare], 3);
      return { usage, yardstick: { name: 'yaml.parse of the same texts', usage: parsed } };
    }),
};
