import { type DocumentFile, loadDesired } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import type { DesiredLayer, Problem, Result, Settings } from '../model/index.ts';
import { loadSettings } from '../settings/index.ts';
import { collectDocuments, findSettings, SETTINGS_FILE } from './documents.ts';

/** What the repository says: settings and layer documents. No network, no credentials. */
export type Workspace = {
  /** Absolute path of the folder that holds the settings, or where the command was started. */
  readonly root: string;
  /** Name of the settings file in it, whether it is there or not. */
  readonly settingsFile: string;
  readonly settings: Settings;
  /** Sorted by name. */
  readonly desired: readonly DesiredLayer[];
  /** What `desired` was loaded from. */
  readonly files: readonly DocumentFile[];
};

export type OpenedSettings = Pick<Workspace, 'root' | 'settingsFile' | 'settings'>;

export type WorkspaceOptions = { readonly config?: string; readonly paths: readonly string[] };

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
  const desired = loadDesired(files.value, settings);
  return desired.ok ? { ok: true, value: { ...opened.value, desired: desired.value, files: files.value } } : desired;
}

/** The same documents, loaded by other settings. */
export async function openWorkspaceBy(settings: Settings, workspace: Workspace): Promise<Result<Workspace>> {
  const desired = loadDesired(workspace.files, settings);
  return desired.ok ? { ok: true, value: { ...workspace, settings, desired: desired.value } } : desired;
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
      if ((env[variable] ?? '') !== '') return [];
      const where = layer.where[`spark.${index}.code`] ?? layer.where.spark;
      return [
        {
          code: 'document/variable-unset',
          layer: layer.name,
          message: `The environment variable ${variable} is not set.`,
          remedy: `Set ${variable} to the Spark code, or remove the entry.`,
          ...(where && { where }),
        },
      ];
    }),
  );
}
