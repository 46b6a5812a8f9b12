import { join, relative } from 'node:path';
import { z } from 'zod';
import { type Claim, fail, type Journal, MAX_GENERATED_FILE_BYTES, ok } from '../model/index.ts';
import type { Machine } from '../machine.ts';
import { failureReason, folderAt, readInside } from './read-file.ts';

/**
 * A journal on disk: one file per revision, one JSON line per event, synced before the next step. It is in the runner's
 * temporary folder in CI, otherwise in `.reconcile` next to the settings, with a `.gitignore`.
 */
export function journalFile(root: string, machine: Pick<Machine, 'env' | 'files' | 'self'>): Journal {
  const { folder, below } = journalFolder(root, machine);
  let ignored = folder === below;
  return async (line) => {
    const file = fileOf(folder, line);
    try {
      // Never write through a link: one in a repository may lead anywhere.
      if (!ignored) await machine.files.write(join(folder, '.gitignore'), '*\n', { below });
      ignored = true;
      await machine.files.append(file, `${JSON.stringify({ ...line, process: machine.self.id })}\n`, { below });
      return ok(undefined);
    } catch (error) {
      return fail({
        code: 'disk/unwritable',
        message: `The journal ${file} could not be written (${failureReason(error)}).`,
        remedy: 'Free disk space or grant write permission. Nothing is written before its journal entry.',
      });
    }
  };
}

const Line = z.object({ nonce: z.string(), process: z.string() });

/**
 * Whether the process that took a claim has ended, according to the journal on this machine. `false` if its line does
 * not exist.
 */
export function endedHere(
  root: string,
  machine: Pick<Machine, 'env' | 'files' | 'self'>,
): (claim: Claim) => Promise<boolean> {
  return async (claim) => {
    const text = await readText(journalFolder(root, machine), claim, machine);
    return text.split('\n').some((line) => {
      const known = Line.safeParse(parsed(line));
      return known.success && known.data.nonce === claim.nonce && machine.self.hasEnded(known.data.process);
    });
  };
}

/** Both absolute; `below` it, no link is followed. */
type JournalFolder = { readonly folder: string; readonly below: string };

function journalFolder(root: string, { env }: Pick<Machine, 'env'>): JournalFolder {
  const temporary = env.RUNNER_TEMP ?? '';
  return temporary === '' ? { folder: join(root, '.reconcile'), below: root } : { folder: temporary, below: temporary };
}

function fileOf(folder: string, { revision }: { readonly revision: number }): string {
  return join(folder, `journal-${revision}.jsonl`);
}

async function readText(
  { folder, below }: JournalFolder,
  claim: Claim,
  machine: Pick<Machine, 'files'>,
): Promise<string> {
  const { real } = await folderAt(below, machine);
  const own = { path: folder, real: join(real, relative(below, folder)) };
  const read = await readInside(fileOf(folder, claim), own, MAX_GENERATED_FILE_BYTES, machine);
  return read.ok ? new TextDecoder().decode(read.bytes) : '';
}

/** `undefined` if not JSON, such as a line cut off by a kill. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
