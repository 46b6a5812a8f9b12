import { join } from 'node:path';
import type { Journal } from '../apply/index.ts';
import type { Machine } from '../machine.ts';

/**
 * A journal on disk: one file a revision, one JSON line a moment, each on the disk before the next thing happens.
 * In CI below the runner's temporary folder, else in `.reconcile` beside the settings.
 */
export function journalFile(root: string, machine: Pick<Machine, 'env' | 'files'>): Journal {
  const folder = machine.env.RUNNER_TEMP ?? join(root, '.reconcile');
  return async (line) => {
    const file = join(folder, `journal-${line.revision}.jsonl`);
    try {
      await machine.files.append(file, `${JSON.stringify(line)}\n`);
      return { ok: true, value: undefined };
    } catch (error) {
      return {
        ok: false,
        problems: [
          {
            code: 'disk/unwritable',
            message: `The journal ${file} could not be written: ${String(error)}`,
            remedy: 'Make room or give write permission: nothing is written to an API that is not journalled first.',
          },
        ],
      };
    }
  };
}
