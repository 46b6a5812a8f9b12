import { join } from 'node:path';
import type { Journal } from '../apply/index.ts';
import type { Machine } from '../machine.ts';

/**
 * A journal on disk: one file a revision, one JSON line a moment, each on the disk before the next thing happens.
 * In CI below the runner's temporary folder, else in `.reconcile` beside the settings, which keeps itself out of git.
 */
export function journalFile(root: string, machine: Pick<Machine, 'env' | 'files'>): Journal {
  const temporary = machine.env.RUNNER_TEMP ?? '';
  const folder = temporary === '' ? join(root, '.reconcile') : temporary;
  let ignored = temporary !== '';
  return async (line) => {
    const file = join(folder, `journal-${line.revision}.jsonl`);
    try {
      if (!ignored) await machine.files.write(join(folder, '.gitignore'), '*\n');
      ignored = true;
      await machine.files.append(file, `${JSON.stringify(line)}\n`);
      return { ok: true, value: undefined };
    } catch (error) {
      return {
        ok: false,
        problems: [
          {
            code: 'disk/unwritable',
            message: `The journal ${file} could not be written: ${String(error)}`,
            remedy: 'Make room or give write permission. No write is begun that is not in the journal first.',
          },
        ],
      };
    }
  };
}
