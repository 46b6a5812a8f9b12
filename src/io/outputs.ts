import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { documentMatcher } from '../settings/index.ts';
import type { FileLook, Machine } from '../machine.ts';
import { type Problem, type Settings, SETTINGS_NAMES } from '../model/index.ts';
import { behind, failureReason, folderAt, isInside } from './read-file.ts';

/** An output file that the command line names. */
export type Output = {
  /** Such as `--out`. */
  readonly option: string;
  /** As typed. */
  readonly path: string;
};

/** Inputs of a command: never overwritten. */
export type Sources = {
  /** Absolute folder of the settings. */
  readonly root: string;
  readonly settingsFile: string;
  readonly settings: Pick<Settings, 'layers'>;
  /** Documents and fragments. */
  readonly files: readonly { readonly filePath: string }[];
  /** Other input files, as typed. */
  readonly inputs: readonly string[];
};

export type Outputs = {
  /** Why a file may not be written; known before any request. */
  readonly problem: (output: Output) => Promise<Problem | undefined>;
  /** Writes the whole file or returns a problem. Checks again: a link may have appeared. */
  readonly write: (output: Output, text: string | Iterable<string>) => Promise<readonly Problem[]>;
};

type Disk = Pick<Machine, 'files' | 'cwd'>;

/**
 * The only way to write a named file. Never overwrites an input under any name, never follows a link out of the
 * repository, and never writes where the next command would read a document.
 */
export function openOutputs(sources: Sources, machine: Disk): Outputs {
  let inputFiles: Promise<InputFiles> | undefined;
  const problem: Outputs['problem'] = async (output) => {
    inputFiles ??= inputFilesOf(sources, machine);
    return faultOf(output, sources, await inputFiles, machine);
  };
  return {
    problem,
    write: async (output, text) => {
      const fault = await problem(output);
      if (fault !== undefined) return [fault];
      try {
        await machine.files.write(resolve(machine.cwd, output.path), text);
        return [];
      } catch (error) {
        return [unwritable(output, `could not be written (${failureReason(error)}).`)];
      }
    },
  };
}

/** With identities, because a hard link has a different path. */
type InputFiles = { readonly real: string; readonly paths: ReadonlySet<string>; readonly ids: ReadonlySet<string> };

async function inputFilesOf({ root, settingsFile, files, inputs }: Sources, machine: Disk): Promise<InputFiles> {
  const { real } = await folderAt(root, machine);
  const filePaths = [settingsFile, ...SETTINGS_NAMES, 'world.yaml', ...files.map(({ filePath }) => filePath)];
  const named = inputs.map((path) => resolve(machine.cwd, path));
  const all = [...filePaths.map((filePath) => join(root, ...filePath.split('/'))), ...named];
  const looks = await Promise.all(all.map((path) => behind(path, machine)));
  const futurePaths = await Promise.all(all.map((path) => futurePath(path, machine)));
  return {
    real,
    paths: new Set([...futurePaths, ...looks.flatMap((look) => look?.real ?? [])]),
    ids: new Set(looks.flatMap((look) => look?.id ?? [])),
  };
}

async function faultOf(
  output: Output,
  sources: Sources,
  inputFiles: InputFiles,
  machine: Disk,
): Promise<Problem | undefined> {
  const path = resolve(machine.cwd, output.path);
  const look = await behind(path, machine);
  if (look?.kind === 'folder' || /[/\\]$/.test(output.path)) return unwritable(output, 'is a folder, not a file.');
  const future = await futurePath(path, machine);
  if (isInside(path, sources.root) && !isInside(future, inputFiles.real)) {
    return misplaced(output, 'is behind a link that leads out of the repository.');
  }
  const reached = [future, ...(look === undefined ? [] : [look.real])];
  if (reached.some((one) => inputFiles.paths.has(one)) || isInput(look, inputFiles)) {
    return misplaced(output, 'is an input of the command.');
  }
  const isDocument = documentMatcher(sources.settings.layers);
  const filePaths = [
    relative(sources.root, path),
    ...reached.filter((one) => isInside(one, inputFiles.real)).map((one) => relative(inputFiles.real, one)),
  ].map((filePath) => filePath.split(sep).join('/'));
  if (filePaths.some((filePath) => isDocument(filePath))) {
    return misplaced(output, 'matches the layers glob, so it would be read as a layer document.');
  }
  return filePaths.some((filePath) => filePath.split('/').includes('.git'))
    ? misplaced(output, 'is in the .git folder.')
    : undefined;
}

function isInput(look: FileLook | undefined, { ids }: InputFiles): boolean {
  return look?.id !== undefined && ids.has(look.id);
}

/** The real path of the folder, as far as it exists, and the name. */
async function futurePath(path: string, machine: Disk): Promise<string> {
  const folder = dirname(path);
  if (folder === path) return path;
  const look = await behind(folder, machine);
  return join(look === undefined ? await futurePath(folder, machine) : look.real, basename(path));
}

function misplaced({ option, path }: Output, why: string): Problem {
  return { code: 'cli/usage', message: `${option}: ${path} ${why}`, remedy: `Pass a different file to ${option}.` };
}

function unwritable({ option, path }: Output, why: string): Problem {
  return {
    code: 'disk/unwritable',
    message: `${option}: ${path} ${why}`,
    remedy: `Pass a different file to ${option}.`,
  };
}
