import { join, posix } from 'node:path';
import { loadDocuments, type LoadedDocuments } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import {
  canonicalJson,
  type DesiredLayer,
  fail,
  MAX_FILE_BYTES,
  ok,
  type Problem,
  type Result,
  type Settings,
  SETTINGS_FILE,
  settingsFilePaths,
  type Value,
} from '../model/index.ts';
import { credentialsBy, documentMatcher, globReach, guardSettings, loadSettings } from '../settings/index.ts';
import { collectDocuments, type GitMachine, type GitTree, gitTree, sparsePaths, twoSettings } from '../io/index.ts';

/** The repository at the base commit. */
export type BaseWorkspace = {
  readonly commit: string;
  readonly desired: readonly DesiredLayer[];
  /** The effective settings, including those that the base decides. */
  readonly settings: Settings;
  /** The settings at the base, unchanged. */
  readonly own: Settings;
  /** Settings of the checkout that the base does not allow, one sentence each. */
  readonly ignored: readonly string[];
  /** Settings of the checkout that are used because the base has none, one sentence each. */
  readonly introduced: readonly string[];
};

/** The effective settings, without the documents. */
export type BaseRules = Omit<BaseWorkspace, 'desired'>;

type GitReader = Pick<Machine, 'git' | 'gitBlobs' | 'gitSizes' | 'env'>;

/**
 * Loads settings and documents at a commit, with git alone. Without documents at the base, all are new. Invalid
 * documents there are a problem: what they protected would be unknown.
 *
 * @param filePath name of the settings file in `root`
 */
export async function openBaseWorkspace(
  ref: string,
  root: string,
  checkoutSettings: Settings,
  machine: GitReader,
  filePath = SETTINGS_FILE,
): Promise<Result<BaseWorkspace>> {
  const opened = await openPartialBase(ref, root, checkoutSettings, machine, filePath);
  if (!opened.ok) return opened;
  const { rules, documents } = opened.value;
  if (documents.invalid.length > 0) return fail(invalidBase(ref, documents.problemsOf(documents.invalid)));
  return ok({ ...rules, desired: documents.layers });
}

/** Loads settings and documents at a commit. Invalid documents are listed. */
export async function openPartialBase(
  ref: string,
  root: string,
  checkoutSettings: Settings,
  machine: GitReader,
  filePath: string,
): Promise<Result<{ readonly rules: BaseRules; readonly documents: LoadedDocuments }>> {
  const opened = await rulesIn(ref, root, checkoutSettings, machine, filePath);
  if (!opened.ok) return opened;
  const { rules, tree } = opened.value;
  const { files } = tree;
  const glob = [rules.own.layers, checkoutSettings.layers];
  const hidden = submoduleProblem(tree, glob) ?? (await sparseProblem(tree, glob, root, machine));
  if (hidden !== undefined) return fail(hidden);
  // Reading a commit never touches files on disk.
  const disk = { cwd: root, files: { ...files, write: rejectWrite, append: rejectWrite } };
  const found = await collectDocuments([], root, rules.own, disk);
  const fault = tree.fault();
  if (fault !== undefined) return fail(fault);
  // It fails only if there is no document.
  return ok({ rules, documents: loadDocuments(found.ok ? found.value : [], credentialsBy(rules.settings)) });
}

/** Loads only the rules, so that invalid documents at the base can be fixed. */
export async function openBaseRules(
  ref: string,
  root: string,
  checkoutSettings: Settings,
  machine: GitReader,
  filePath = SETTINGS_FILE,
): Promise<Result<BaseRules>> {
  const opened = await rulesIn(ref, root, checkoutSettings, machine, filePath);
  return opened.ok ? ok(opened.value.rules) : opened;
}

async function rulesIn(
  ref: string,
  root: string,
  checkoutSettings: Settings,
  machine: GitReader,
  filePath: string,
): Promise<Result<{ readonly rules: BaseRules; readonly tree: GitTree }>> {
  const tree = await gitTree(ref, root, machine);
  if (!tree.ok) return tree;
  const { commit, files, fault } = tree.value;
  const settings = await settingsIn(root, filePath, files);
  const failure = fault();
  if (failure !== undefined) return fail(failure);
  if (!settings.ok) return fail(invalidBase(ref, settings.problems));
  const defaults = loadSettings(undefined, {});
  if (!defaults.ok) return defaults;
  const own = settings.value ?? defaults.value;
  const { LAYERS_API_URL, TIKTOK_API_URL } = machine.env;
  const environment = {
    ...(LAYERS_API_URL !== undefined && { layers: checkoutSettings.origins.layers }),
    ...(TIKTOK_API_URL !== undefined && { tiktok: checkoutSettings.origins.tiktok }),
  };
  const guarded = guardSettings(own, checkoutSettings, environment, settings.value === undefined);
  return ok({ rules: { commit, own, ...guarded }, tree: tree.value });
}

/** Files of a submodule belong to a different repository, so their state at the base is unknown. */
function submoduleProblem({ submodules }: GitTree, globs: readonly string[]): Problem | undefined {
  const reaches = globs.map(globReach);
  const hidden = submodules.find((filePath) => reaches.some((reachesInto) => reachesInto(filePath)));
  return hidden === undefined
    ? undefined
    : {
        code: 'base/submodule',
        message: `${hidden} is a git submodule, so the base does not have the layer documents in it.`,
        remedy:
          'Keep reconcile.yaml in the repository of the submodule and run the command there, or narrow layers: in reconcile.yaml.',
      };
}

/** Documents that a sparse checkout leaves out: they would look removed. */
async function sparseProblem(
  { prefix }: GitTree,
  globs: readonly string[],
  root: string,
  machine: GitMachine,
): Promise<Problem | undefined> {
  const paths = await sparsePaths(root, machine);
  if (!paths.ok) return paths.problems[0];
  const matchers = globs.map(documentMatcher);
  const absent = paths.value
    .map((path) => posix.relative(`/${prefix}`, `/${path}`))
    .filter((filePath) => matchers.some((matches) => matches(filePath)));
  return absent.length === 0
    ? undefined
    : {
        code: 'base/sparse',
        message: `This is a sparse checkout. It leaves out ${absent.length === 1 ? 'a layer document' : `${absent.length} layer documents`}: ${absent.slice(0, 3).join(', ')}${absent.length > 3 ? ', …' : ''}.`,
        remedy: 'Run git sparse-checkout disable, or add the folders of all layer documents to it.',
      };
}

/** Tries both names: renaming the settings file must not lift its limits. */
async function settingsIn(
  root: string,
  filePath: string,
  files: GitTree['files'],
): Promise<Result<Settings | undefined>> {
  const names = new Set((await files.list(root)).map(({ name }) => name));
  const [found, second] = settingsFilePaths(filePath).filter((name) => names.has(name));
  if (found === undefined) return ok(undefined);
  if (second !== undefined) return fail(twoSettings(found, second));
  const path = join(root, found);
  const there = await files.look(path);
  if (there?.real !== path) return linkedSettings(found);
  if (there.kind !== 'file' || there.size > MAX_FILE_BYTES)
    return unusable(found, 'is not a file, or is larger than 1 MiB');
  // The tree knows why a file could not be read.
  const bytes = await files.read(path, MAX_FILE_BYTES).catch(() => undefined);
  return bytes === undefined ? unusable(found, 'cannot be read') : loadSettings({ filePath: found, bytes }, {});
}

/** The path of the settings decides who may edit them, so a link is not allowed. */
export function linkedSettings(filePath: string): Result<never> {
  return unusable(filePath, 'is a link, or behind one');
}

function unusable(filePath: string, how: string): Result<never> {
  const location = { file: filePath, line: 1, column: 1 };
  const remedy = 'Replace it with the file itself.';
  return fail({ code: 'settings/invalid', message: `${filePath} ${how}.`, location, remedy });
}

/** Layers that a diff can affect: their desired state or their settings differ. */
export function affected(
  desired: readonly DesiredLayer[],
  base: BaseWorkspace,
  checkoutSettings: Settings,
): readonly DesiredLayer[] {
  const before = new Map(base.desired.map((layer) => [layer.name, meaning(layer)]));
  const rules = text(base.own) !== text({ ...checkoutSettings, origins: base.own.origins });
  return rules ? desired : desired.filter((layer) => before.get(layer.name) !== meaning(layer));
}

/** The desired state without its location, which is not computed for this. */
function meaning(layer: DesiredLayer): string {
  // Object.keys loses the key type.
  const keys = (Object.keys(layer) as (keyof DesiredLayer)[]).filter((key) => key !== 'location' && key !== 'file');
  return text(Object.fromEntries(keys.map((key) => [key, layer[key]])));
}

function text(value: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)) as Value);
}

async function rejectWrite(): Promise<never> {
  throw new Error('a commit cannot be written to');
}

/** @param problems of the settings or documents there; the first one is shown */
export function invalidBase(ref: string, problems: readonly Problem[]): Problem {
  const [first] = problems;
  const at = first?.location === undefined ? '' : ` (${first.location.file}:${first.location.line}: ${first.message})`;
  return {
    code: 'base/invalid',
    message: `The documents at ${ref} are not valid${at}.`,
    remedy: 'Fix it on that branch first, or plan without --base.',
  };
}
