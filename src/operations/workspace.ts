import { type DocumentFile, documentMatcher, loadDesired } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import { type DesiredLayer, type Problem, type Result, type Settings, SETTINGS_FILE } from '../model/index.ts';
import { loadSettings } from '../settings/index.ts';
import { collectDocuments, findSettings } from '../io/index.ts';

/** What the repository says: settings and layer documents. No network, no credentials. */
export type Workspace = {
  /** Absolute path of the folder that holds the settings, or where the command was started. */
  readonly root: string;
  /** Name of the settings file in it, whether it is there or not. */
  readonly settingsFile: string;
  readonly settings: Settings;
  /** Those that the command is about, sorted by name. */
  readonly desired: readonly DesiredLayer[];
  /** Those of the repository that no path named: they cost money and may claim the same ad account all the same. */
  readonly unselected: readonly DesiredLayer[];
  /** What all of them were loaded from. */
  readonly files: readonly DocumentFile[];
  /** Addresses of the documents that were named. Absent: the command is about all. */
  readonly named?: ReadonlySet<string>;
};

export type OpenedSettings = Pick<Workspace, 'root' | 'settingsFile' | 'settings'>;

export type WorkspaceOptions = {
  readonly config?: string;
  readonly paths: readonly string[];
  /** What is wrong in documents that no path names is left for another time: for `validate`, which writes nothing. */
  readonly ownProblems?: boolean;
};

/** Settings first: without them nobody knows which files are documents. */
export async function openWorkspace(
  options: WorkspaceOptions,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>,
): Promise<Result<Workspace>> {
  const opened = await openSettings(options.config, machine);
  if (!opened.ok) return opened;
  const { root, settings } = opened.value;
  const files = await collectDocuments(options.paths, root, settings, machine);
  if (!files.ok) return files;
  if (options.paths.length === 0) return loadBy(settings, { ...opened.value, files: files.value });
  // What is wrong in the named ones themselves is told without the noise of all others.
  const alone = loadDesired(files.value, settings);
  if (!alone.ok) return alone;
  const named = new Set(files.value.filter(({ role }) => role === 'document').map(({ address }) => address));
  const others = await collectDocuments([], root, settings, machine);
  const addresses = new Set(files.value.map(({ address }) => address));
  const rest = withoutReplaced(others.ok ? others.value : [], alone.value, settings);
  const byAddress = [...files.value, ...rest].map((file) => [file.address, file] as const);
  const all = loadBy(settings, { ...opened.value, files: [...new Map(byAddress).values()], named });
  if (all.ok || options.ownProblems !== true) return all;
  const own = all.problems.filter(({ location }) => location === undefined || addresses.has(location.file));
  if (own.length > 0) return { ok: false, problems: own };
  return { ok: true, value: { ...opened.value, desired: alone.value, unselected: [], files: files.value, named } };
}

/** A document from elsewhere, such as the way back of an apply, stands in the place of the one of its name. */
function withoutReplaced(
  rest: readonly DocumentFile[],
  named: readonly DesiredLayer[],
  settings: Settings,
): readonly DocumentFile[] {
  const isOurs = documentMatcher(settings.layers);
  const standing = new Set(named.filter(({ file }) => !isOurs(file)).map(({ name }) => name));
  const known = standing.size === 0 ? undefined : loadDesired(rest, settings);
  if (known?.ok !== true) return rest;
  const replaced = new Set(known.value.filter(({ name }) => standing.has(name)).map(({ file }) => file));
  return rest.filter(({ address }) => !replaced.has(address));
}

type Unloaded = Omit<Workspace, 'desired' | 'unselected'>;

function loadBy(settings: Settings, unloaded: Unloaded): Result<Workspace> {
  const loaded = loadDesired(unloaded.files, settings, unloaded.named);
  if (!loaded.ok) return loaded;
  const isNamed = ({ file }: DesiredLayer): boolean => unloaded.named?.has(file) ?? true;
  const [desired, unselected] = [loaded.value.filter(isNamed), loaded.value.filter((layer) => !isNamed(layer))];
  return { ok: true, value: { ...unloaded, settings, desired, unselected } };
}

/** The same documents, loaded by other settings. */
export function openWorkspaceBy(settings: Settings, workspace: Workspace): Result<Workspace> {
  return loadBy(settings, workspace);
}

/** The settings alone, and the root they stand in. */
export async function openSettings(
  config: string | undefined,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>,
): Promise<Result<OpenedSettings>> {
  const found = await findSettings(machine, config);
  if (!found.ok) return found;
  const settings = loadSettings(found.value.file, machine.env);
  const { root, file } = found.value;
  const settingsFile = file?.address ?? SETTINGS_FILE;
  if (!settings.ok) return settings;
  hideNamed(settings.value, machine);
  return { ok: true, value: { root, settingsFile, settings: settings.value } };
}

/** What the settings name as a credential is a secret from then on, whatever its variable is called. */
function hideNamed({ credentials }: Settings, { env, hide }: Pick<Machine, 'env' | 'hide'>): void {
  const names = credentials.flatMap(({ layers, tiktok }) => [layers, tiktok]);
  hide?.(names.flatMap((name) => env[name] ?? []));
}

/** `${SPARK_…}` that are not set: a plan needs them, `validate` does not. The values go nowhere from here. */
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
