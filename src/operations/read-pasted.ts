import { join, resolve } from 'node:path';
import { type PastedByLayer, type PastedConfig, parsePastedByLayer, parsePastedConfig } from '../desired/index.ts';
import { type FileRead, listFolder, readNamed, STDIN, type Unread, unreadProblem } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { fail, groupBy, MAX_FILE_BYTES, ok, type Problem, type Result } from '../model/index.ts';

/** Copied configs: a file, a folder with `NAME.json` for each layer, `-` for standard input, or the text itself. */
export type PastedSource = string | Uint8Array;

/**
 * Reads copied configs. Call it once all secrets are known: an error can quote the text.
 *
 * @param named layers of the command line; empty: those of the text or folder
 */
export async function readPasted(
  from: PastedSource,
  named: readonly string[],
  machine: Machine,
): Promise<Result<PastedByLayer>> {
  if (typeof from !== 'string') return parsePastedByLayer(from, named, STDIN);
  if (from !== '-' && (await machine.files.look(resolve(machine.cwd, from)))?.kind === 'folder') {
    return readFolder(from, machine);
  }
  const read = from === '-' ? await readStandardInput(machine) : await readNamed(from, MAX_FILE_BYTES, machine);
  const name = from === '-' ? STDIN : from;
  if (!read.ok) return fail(unread(name, read));
  const pasted = parsePastedByLayer(read.bytes, named, name);
  if (read.inside) return pasted;
  return pasted.ok ? ok(new Map([...pasted.value].map(([layer, one]) => [layer, unquoted(one)]))) : unquoted(pasted);
}

const SUFFIX = '.json';

/** Hidden files are not configs. A file that is not named after a layer stops no other. */
async function readFolder(folder: string, machine: Machine): Promise<Result<PastedByLayer>> {
  const listed = await listFolder(resolve(machine.cwd, folder), machine);
  if (!listed.ok) return fail(unread(folder, listed));
  const names = listed.entries.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  const read = names.map(async (name): Promise<readonly [string, Result<PastedConfig>]> => {
    const file = join(folder, name);
    const layer = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
    const one = await readNamed(file, MAX_FILE_BYTES, machine);
    if (!one.ok) return [layer, fail({ ...unread(file, one), layer })];
    const config = parsePastedConfig(one.bytes, file);
    return [layer, one.inside ? config : unquoted(config)];
  });
  const byLayer = groupBy(await Promise.all(read), ([layer]) => layer);
  return ok(
    new Map(
      [...byLayer].map(([layer, [one, another]]) => [layer, another === undefined && one ? one[1] : twice(layer)]),
    ),
  );
}

function twice(layer: string): Result<PastedConfig> {
  return fail({
    code: 'confirm/invalid',
    layer,
    message: `The folder has both ${JSON.stringify(layer)} and ${JSON.stringify(layer + SUFFIX)}. Nothing was recorded for the layer.`,
    remedy: 'Keep the newest one.',
  });
}

/** Text pasted at a terminal belongs to the person, so an error may quote it. */
async function readStandardInput({ terminal }: Machine): Promise<FileRead> {
  const bytes = await terminal.readAll(MAX_FILE_BYTES);
  return bytes === undefined ? { ok: false, why: 'too large' } : { ok: true, bytes, real: '-', inside: true };
}

/** Without lines of a file from outside the repository. */
function unquoted<T>(result: Result<T>): Result<T> {
  return result.ok ? result : fail(...result.problems.map(({ excerpt: _, ...problem }) => problem));
}

function unread(name: string, { why }: { readonly why: Unread }): Problem {
  const remedy = 'Name a file with the text of the layer\'s "View as JSON" editor, or - for standard input.';
  return unreadProblem(why, { name, code: 'confirm/invalid', atMost: MAX_FILE_BYTES, remedy });
}
