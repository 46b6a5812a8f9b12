import { loadDesired } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import {
  canonicalJson,
  type DesiredLayer,
  type Problem,
  type Result,
  type Settings,
  type Value,
} from '../model/index.ts';
import { guardSettings, loadSettings } from '../settings/index.ts';
import { collectDocuments, SETTINGS_FILE } from './documents.ts';
import { gitTree } from './git-tree.ts';

/** What the repository said at the base. */
export type BaseWorkspace = {
  readonly commit: string;
  readonly desired: readonly DesiredLayer[];
  /** The settings to go by: what belongs to the base is the base's. */
  readonly settings: Settings;
  /** The settings as they were there. */
  readonly own: Settings;
  /** What of the wished settings is not followed, one sentence each. */
  readonly ignored: readonly string[];
};

/**
 * Loads settings and documents as they were at a commit, with git alone. No documents at the base is no problem: then
 * all are new. Documents there that are not valid are one: what they protected would be unknown.
 *
 * @param address name of the settings file in `root`
 */
export async function openBase(
  ref: string,
  root: string,
  wished: Settings,
  machine: Pick<Machine, 'git' | 'gitBlobs' | 'env'>,
  address = SETTINGS_FILE,
): Promise<Result<BaseWorkspace>> {
  const tree = await gitTree(ref, root, machine);
  if (!tree.ok) return tree;
  const { commit, files } = tree.value;
  const path = `${root}/${address}`;
  const there = await files.look(path);
  const written = there === undefined ? undefined : { address, bytes: await files.read(path) };
  const settings = loadSettings(written, {});
  if (!settings.ok) return invalid(ref, settings.problems);
  const { LAYERS_API_URL, TIKTOK_API_URL } = machine.env;
  const environment = {
    ...(LAYERS_API_URL !== undefined && { layers: wished.origins.layers }),
    ...(TIKTOK_API_URL !== undefined && { tiktok: wished.origins.tiktok }),
  };
  const guarded = guardSettings(settings.value, wished, environment);
  // Reading a commit touches nothing of the machine's own files.
  const disk = { cwd: root, files: { ...files, write: refuse, append: refuse } };
  const documents = await collectDocuments([], root, settings.value, disk);
  if (!documents.ok) {
    const none = documents.problems.every(({ code }) => code === 'document/none');
    return none
      ? { ok: true, value: { commit, desired: [], own: settings.value, ...guarded } }
      : invalid(ref, documents.problems);
  }
  const desired = loadDesired(documents.value, guarded.settings);
  return desired.ok
    ? { ok: true, value: { commit, desired: desired.value, own: settings.value, ...guarded } }
    : invalid(ref, desired.problems);
}

/** The layers that a diff can affect: what they want differs, or the settings they are planned by do. */
export function affected(
  desired: readonly DesiredLayer[],
  base: BaseWorkspace,
  wished: Settings,
): readonly DesiredLayer[] {
  const before = new Map(base.desired.map((layer) => [layer.name, meaning(layer)]));
  const rules = text(base.own) !== text({ ...wished, origins: base.own.origins });
  return rules ? desired : desired.filter((layer) => before.get(layer.name) !== meaning(layer));
}

/** What a layer wants, without where it is written. */
function meaning({ where: _, file: __, ...layer }: DesiredLayer): string {
  return text(layer);
}

function text(value: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)) as Value);
}

async function refuse(): Promise<never> {
  throw new Error('a commit cannot be written to');
}

function invalid(ref: string, problems: readonly Problem[]): Result<never> {
  const [first] = problems;
  const place = first?.where === undefined ? '' : ` (${first.where.file}:${first.where.line}: ${first.message})`;
  return {
    ok: false,
    problems: [
      {
        code: 'base/invalid',
        message: `What git holds at ${ref} is not valid${place}.`,
        remedy: 'Mend it on that branch first, or plan without --base.',
      },
    ],
  };
}
