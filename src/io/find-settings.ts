import { basename, dirname, join, resolve } from 'node:path';
import type { Machine } from '../machine.ts';
import { fail, isSettingsName, MAX_FILE_BYTES, ok, type Problem, type Result, SETTINGS_NAMES } from '../model/index.ts';
import { folderAt, readInside, unreadProblem } from './read-file.ts';

type Disk = Pick<Machine, 'files' | 'cwd'>;

/** The repository's root, and its settings if any. */
export type FoundSettings = {
  /** Absolute, in the machine's format. */
  readonly root: string;
  readonly file?: { readonly filePath: string; readonly bytes: Uint8Array };
};

/**
 * The settings that `--config` names, or the nearest `reconcile.yaml` or `reconcile.yml` from the working folder
 * upwards. The search ends at a folder with `.git`: settings above a repository do not belong to it. Without settings,
 * the working folder is the root.
 */
export async function findSettings(machine: Disk, configOption?: string): Promise<Result<FoundSettings>> {
  if (configOption !== undefined) {
    const path = resolve(machine.cwd, configOption.replaceAll('\\', '/'));
    const names = isSettingsName(basename(path)) ? SETTINGS_NAMES : [basename(path)];
    const found = await settingsIn(dirname(path), names, machine);
    const isNamed = found?.ok !== true || found.value.file?.filePath === basename(path);
    return (isNamed ? found : undefined) ?? fail(noSettings(configOption));
  }
  for (let folder = machine.cwd; ; folder = dirname(folder)) {
    const found = await settingsIn(folder, SETTINGS_NAMES, machine);
    if (found !== undefined) return found;
    const top = (await machine.files.look(join(folder, '.git'))) !== undefined || dirname(folder) === folder;
    if (top) return ok({ root: machine.cwd });
  }
}

async function settingsIn(
  folder: string,
  names: readonly string[],
  machine: Disk,
): Promise<Result<FoundSettings> | undefined> {
  const looks = await Promise.all(names.map((name) => machine.files.look(join(folder, name))));
  const [name, second] = names.filter((_, index) => looks[index] !== undefined);
  if (name === undefined) return undefined;
  if (second !== undefined) return fail(twoSettings(name, second));
  const read = await readInside(join(folder, name), await folderAt(folder, machine), MAX_FILE_BYTES, machine);
  if (read.ok) return ok({ root: folder, file: { filePath: name, bytes: read.bytes } });
  const problem = unreadProblem(read.why, {
    name,
    code: 'document/unreadable',
    atMost: MAX_FILE_BYTES,
    remedy: 'Replace it with the file itself.',
  });
  return fail({ ...problem, location: { file: name, line: 1, column: 1 } });
}

/** Choosing one would be a guess that disables the other's limits. */
export function twoSettings(one: string, other: string): Problem {
  return {
    code: 'settings/invalid',
    message: `Both ${one} and ${other} exist, but only one can be the settings file.`,
    location: { file: other, line: 1, column: 1 },
    remedy: 'Merge them into one file and delete the other.',
  };
}

function noSettings(option: string): Problem {
  return {
    code: 'settings/invalid',
    message: `The settings file ${option} does not exist.`,
    remedy: 'Correct --config.',
  };
}
