import { join, resolve } from 'node:path';
import type { Machine } from '../machine.ts';
import { fail, MAX_GENERATED_FILE_BYTES, ok, type Result } from '../model/index.ts';
import { unreadProblem } from './read-file.ts';

/** The name of standard input in messages and locations. */
export const STDIN = '<stdin>';

/**
 * Reads standard input if a path is `-`. It is then a file of the working folder with the name `<stdin>`, so whatever it
 * extends is relative to that folder.
 */
export async function withStandardInput<M extends Pick<Machine, 'files' | 'cwd' | 'terminal'>>(
  paths: readonly string[],
  machine: M,
): Promise<Result<{ readonly paths: readonly string[]; readonly machine: M }>> {
  if (!paths.includes('-')) return ok({ paths, machine });
  const bytes = await machine.terminal.readAll(MAX_GENERATED_FILE_BYTES);
  if (bytes === undefined) return fail(tooLarge);
  const { files, cwd } = machine;
  const named = resolve(cwd, STDIN);
  const real = join((await files.look(cwd))?.real ?? cwd, STDIN);
  const isOurs = (path: string): boolean => path === named || path === real;
  const overlay: Machine['files'] = {
    ...files,
    look: async (path) => (isOurs(path) ? { kind: 'file', size: bytes.byteLength, real } : files.look(path)),
    read: async (path, atMost) => (isOurs(path) ? bytes : files.read(path, atMost)),
  };
  return ok({ paths: paths.map((path) => (path === '-' ? STDIN : path)), machine: { ...machine, files: overlay } });
}

const tooLarge = unreadProblem('too large', {
  name: 'Standard input',
  code: 'document/unreadable',
  atMost: MAX_GENERATED_FILE_BYTES,
  remedy: 'Pass a file instead of -.',
});
