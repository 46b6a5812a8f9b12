import { type DocumentFile, loadDesired } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import {
  type DesiredLayer,
  fail,
  ok,
  type Problem,
  type Result,
  type Settings,
  SETTINGS_FILE,
} from '../model/index.ts';
import { credentialsBy, documentMatcher, loadSettings } from '../settings/index.ts';
import { collectDocuments, findSettings, type FoundSettings } from '../io/index.ts';

/** Settings and layer documents of the repository. Needs no network and no credentials. */
export type Workspace = {
  /** Absolute folder of the settings, or the working folder if there are none. */
  readonly root: string;
  /** The settings file in `root`, even if it does not exist. */
  readonly settingsFile: string;
  readonly settings: Settings;
  /** Documents that the command covers, sorted by name. */
  readonly desired: readonly DesiredLayer[];
  /** The other documents: they still cost money and may use the same ad account. */
  readonly unselected: readonly DesiredLayer[];
  /** Files that all documents were loaded from. */
  readonly files: readonly DocumentFile[];
  /** The named documents. Absent: all. */
  readonly named?: ReadonlySet<string>;
};

export type OpenedSettings = Pick<Workspace, 'root' | 'settingsFile' | 'settings'>;

export type WorkspaceOptions = {
  readonly config?: string;
  readonly paths: readonly string[];
  /** Ignores problems in unnamed documents: for `validate`, which writes nothing. */
  readonly ownProblems?: boolean;
};

/**
 * Loads the settings first, because they define which files are documents. Settings without documents are valid: a
 * repository starts with them.
 */
export async function openWorkspace(
  options: WorkspaceOptions,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>,
): Promise<Result<Workspace>> {
  const found = await findSettings(machine, options.config);
  if (!found.ok) return found;
  const opened = openFound(found.value, machine);
  if (!opened.ok) return opened;
  const { root, settings } = opened.value;
  const files = await collectDocuments(options.paths, root, settings, machine);
  if (!files.ok) {
    const isEmpty = files.problems.every(({ code }) => code === 'document/none');
    // Settings come before the first document. Without settings, the folder is probably the wrong one.
    const isSetUp = options.paths.length === 0 && found.value.file !== undefined;
    return isEmpty && isSetUp ? loadBy(settings, { ...opened.value, files: [] }) : files;
  }
  if (options.paths.length === 0) return loadBy(settings, { ...opened.value, files: files.value });
  // If the named documents have problems, report only those.
  const alone = loadDesired(files.value, credentialsBy(settings));
  if (!alone.ok) return alone;
  const named = new Set(files.value.filter(({ role }) => role === 'document').map(({ filePath }) => filePath));
  const matched = await collectDocuments([], root, settings, machine);
  const filePaths = new Set(files.value.map(({ filePath }) => filePath));
  const others = withoutReplaced(matched.ok ? matched.value : [], alone.value, settings);
  const fileByPath = [...files.value, ...others].map((file) => [file.filePath, file] as const);
  const all = loadBy(settings, { ...opened.value, files: [...new Map(fileByPath).values()], named });
  if (all.ok || options.ownProblems !== true) return all;
  const own = all.problems.filter(({ location }) => location === undefined || filePaths.has(location.file));
  if (own.length > 0) return fail(...own);
  return ok({ ...opened.value, desired: alone.value, unselected: [], files: files.value, named });
}

/** A named document, such as an undo document, replaces the one with its name. */
function withoutReplaced(
  others: readonly DocumentFile[],
  named: readonly DesiredLayer[],
  settings: Settings,
): readonly DocumentFile[] {
  const isOurs = documentMatcher(settings.layers);
  const names = new Set(named.filter(({ file }) => !isOurs(file)).map(({ name }) => name));
  const known = names.size === 0 ? undefined : loadDesired(others, credentialsBy(settings));
  if (known?.ok !== true) return others;
  const replaced = new Set(known.value.filter(({ name }) => names.has(name)).map(({ file }) => file));
  return others.filter(({ filePath }) => !replaced.has(filePath));
}

type Unloaded = Omit<Workspace, 'desired' | 'unselected'>;

function loadBy(settings: Settings, unloaded: Unloaded): Result<Workspace> {
  const loaded = loadDesired(unloaded.files, credentialsBy(settings), unloaded.named);
  if (!loaded.ok) return loaded;
  const isNamed = ({ file }: DesiredLayer): boolean => unloaded.named?.has(file) ?? true;
  const [desired, unselected] = [loaded.value.filter(isNamed), loaded.value.filter((layer) => !isNamed(layer))];
  return ok({ ...unloaded, settings, desired, unselected });
}

export function openWorkspaceBy(settings: Settings, workspace: Workspace): Result<Workspace> {
  return loadBy(settings, workspace);
}

export async function openSettings(
  config: string | undefined,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>,
): Promise<Result<OpenedSettings>> {
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
