import { resolve } from 'node:path';
import { type DocumentFile, loadDocuments, type LoadedDocuments } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import {
  type DesiredLayer,
  type InvalidDocument,
  LAYER_NAME,
  ok,
  type Problem,
  type Result,
  type Settings,
  SETTINGS_FILE,
} from '../model/index.ts';
import { credentialsBy, documentMatcher, isReadable, loadSettings } from '../settings/index.ts';
import { collectDocuments, findSettings, type FoundSettings } from '../io/index.ts';
import { selectLayers } from './select-layers.ts';

/** Settings and layer documents of the repository. Needs no network and no credentials. */
export type Workspace = {
  /** Absolute folder of the settings, or the working folder if there are none. */
  readonly root: string;
  /** The settings file in `root`, even if it does not exist. */
  readonly settingsFile: string;
  readonly settings: Settings;
  /** Valid documents that the command covers, sorted by name. */
  readonly desired: readonly DesiredLayer[];
  /** The other valid documents: they still cost money and may use the same ad account. */
  readonly unselected: readonly DesiredLayer[];
  /** Invalid documents that the command covers, sorted by file. They stop no other document. */
  readonly invalid: readonly InvalidDocument[];
  /** The other invalid documents: their caps are unknown. */
  readonly unselectedInvalid: readonly InvalidDocument[];
  /** The problems of invalid documents, each one once. */
  readonly problemsOf: LoadedDocuments['problemsOf'];
  /** Files that all documents were loaded from. */
  readonly files: readonly DocumentFile[];
  /** The files that the user named, with all that they extend. Absent: all. */
  readonly named?: readonly DocumentFile[];
};

export type OpenedSettings = Pick<Workspace, 'root' | 'settingsFile' | 'settings'>;

export type WorkspaceOptions = {
  readonly config?: string;
  /** Files, folders or globs of documents, or names of layers. */
  readonly paths: readonly string[];
};

type Disk = Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>;

/** The workspace, if all documents that the command covers are valid. */
export async function openWorkspace(options: WorkspaceOptions, machine: Disk): Promise<Result<Workspace>> {
  const opened = await openPartialWorkspace(options, machine);
  if (!opened.ok || opened.value.invalid.length === 0) return opened;
  return { ok: false, problems: opened.value.problemsOf(opened.value.invalid) };
}

/**
 * Loads the settings first, because they define which files are documents. Settings without documents are valid: a
 * repository starts with them. Invalid documents are listed.
 */
export async function openPartialWorkspace(options: WorkspaceOptions, machine: Disk): Promise<Result<Workspace>> {
  const found = await findSettings(machine, options.config);
  if (!found.ok) return found;
  const opened = openFound(found.value, machine);
  if (!opened.ok) return opened;
  const { root, settings } = opened.value;
  const paths = await withoutNames(options.paths, opened.value, machine);
  if (!paths.ok) return paths;
  const files = await collectDocuments(paths.value, root, settings, machine);
  if (!files.ok) {
    const isEmpty = files.problems.every(({ code }) => code === 'document/none');
    // Settings come before the first document. Without settings, the folder is probably the wrong one.
    const isSetUp = options.paths.length === 0 && found.value.file !== undefined;
    return isEmpty && isSetUp ? ok(loadBy(settings, { ...opened.value, files: [] })) : files;
  }
  if (options.paths.length === 0) return ok(loadBy(settings, { ...opened.value, files: files.value }));
  const matched = await collectDocuments([], root, settings, machine);
  const others = withoutReplaced(matched.ok ? matched.value : [], files.value, settings);
  const fileByPath = [...files.value, ...others].map((file) => [file.filePath, file] as const);
  return ok(loadBy(settings, { ...opened.value, files: [...new Map(fileByPath).values()], named: files.value }));
}

/** Paths instead of names of layers. A file or folder with the name of a layer is a path. */
async function withoutNames(
  words: readonly string[],
  opened: OpenedSettings,
  machine: Disk,
): Promise<Result<readonly string[]>> {
  const isName = await Promise.all(
    words.map(
      async (word) =>
        LAYER_NAME.test(word) &&
        !isReadable(word) &&
        (await machine.files.look(resolve(machine.cwd, word))) === undefined,
    ),
  );
  if (!isName.includes(true)) return ok(words);
  const files = await collectDocuments([], opened.root, opened.settings, machine);
  const workspace = loadBy(opened.settings, { ...opened, files: files.ok ? files.value : [] });
  const names = words.filter((_, index) => isName[index]);
  const { namesByWord, problems } = selectLayers(names, workspace, machine);
  if (problems.length > 0) return { ok: false, problems };
  const fileByName = new Map(
    [...workspace.desired, ...workspace.invalid].map(({ name, file }) => [name, resolve(opened.root, file)]),
  );
  return ok(words.flatMap((word) => namesByWord.get(word)?.flatMap((name) => fileByName.get(name) ?? []) ?? [word]));
}

/** A named document, such as an undo document, replaces the one with its name. */
function withoutReplaced(
  others: readonly DocumentFile[],
  named: readonly DocumentFile[],
  settings: Settings,
): readonly DocumentFile[] {
  const isOurs = documentMatcher(settings.layers);
  if (pathsOf(named).every(isOurs)) return others;
  const { layers, invalid } = loadDocuments(named, credentialsBy(settings));
  const names = new Set([...layers, ...invalid].filter(({ file }) => !isOurs(file)).map(({ name }) => name));
  const known = loadDocuments(others, credentialsBy(settings));
  const sameName = [...known.layers, ...known.invalid].filter(({ name }) => names.has(name));
  const replaced = new Set(sameName.map(({ file }) => file));
  return others.filter(({ filePath }) => !replaced.has(filePath));
}

/** File paths of the documents among the files. */
function pathsOf(files: readonly DocumentFile[]): readonly string[] {
  return files.filter(({ role }) => role === 'document').map(({ filePath }) => filePath);
}

type Unloaded = Pick<Workspace, 'root' | 'settingsFile' | 'settings' | 'files' | 'named'>;

function loadBy(settings: Settings, { root, settingsFile, files, named }: Unloaded): Workspace {
  const paths = named && new Set(pathsOf(named));
  const all = loadDocuments(files, credentialsBy(settings), paths);
  // A named file that others extend is a fragment among them, but the user wants a document.
  const alone = named && loadDocuments(named, credentialsBy(settings));
  const isNamed = ({ file }: { readonly file: string }): boolean => paths?.has(file) ?? true;
  const others = new Set(all.invalid.map(({ file }) => file));
  const more = alone?.invalid.filter(({ file }) => !others.has(file)) ?? [];
  return {
    root,
    settingsFile,
    settings,
    files,
    ...(named && { named }),
    desired: all.layers.filter(isNamed),
    unselected: all.layers.filter((layer) => !isNamed(layer)),
    invalid: [...all.invalid.filter(isNamed), ...more],
    unselectedInvalid: all.invalid.filter((one) => !isNamed(one)),
    problemsOf: (documents) => [
      ...(alone?.problemsOf(documents.filter((one) => more.includes(one))) ?? []),
      ...all.problemsOf(documents),
    ],
  };
}

export function openWorkspaceBy(settings: Settings, workspace: Workspace): Workspace {
  return loadBy(settings, workspace);
}

/** A repository without documents. */
export function emptyWorkspace(opened: OpenedSettings): Workspace {
  return loadBy(opened.settings, { ...opened, files: [] });
}

export async function openSettings(config: string | undefined, machine: Disk): Promise<Result<OpenedSettings>> {
  const found = await findSettings(machine, config);
  return found.ok ? openFound(found.value, machine) : found;
}

function openFound({ root, file }: FoundSettings, machine: Pick<Machine, 'env' | 'hide'>): Result<OpenedSettings> {
  const settings = loadSettings(file, machine.env);
  const settingsFile = file?.filePath ?? SETTINGS_FILE;
  if (!settings.ok) return settings;
  hideNamed(settings.value, machine);
  return ok({ root, settingsFile, settings: settings.value });
}

/** From here on, values of credential variables are secrets, whatever their names. */
function hideNamed({ credentials }: Settings, { env, hide }: Pick<Machine, 'env' | 'hide'>): void {
  const names = credentials.flatMap(({ layers, tiktok }) => [layers, tiktok]);
  hide?.(names.flatMap((name) => env[name] ?? []));
}

/** Unset `${SPARK_…}` variables, which only a plan needs. Values are not passed on. */
export function unsetVariables(desired: readonly DesiredLayer[], env: Machine['env']): readonly Problem[] {
  return desired.flatMap((layer) =>
    layer.spark.flatMap(({ variable }, index): readonly Problem[] => {
      if ((env[variable]?.trim() ?? '') !== '') return [];
      const location = layer.location[`spark.${index}.code`] ?? layer.location.spark;
      return [
        {
          code: 'document/variable-unset',
          layer: layer.name,
          message: `The environment variable ${variable} is not set.`,
          remedy: `Set ${variable} to the Spark code, or remove the entry.`,
          ...(location && { location }),
        },
      ];
    }),
  );
}
