import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type DocumentFile, extendsOf } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import type { Problem, Result, Settings } from '../model/index.ts';
import { globFolders, globMatcher, type Matches } from '../settings/index.ts';

/** The slice of the machine that finding files takes. */
export type Disk = Pick<Machine, 'files' | 'cwd'>;

/** The settings' name, unless --config says another one. */
export const SETTINGS_FILE = 'reconcile.yaml';

/** In bytes. Larger files are not even read. */
const LARGEST_FILE = 1024 * 1024;

/** Files read at one time: systems bound how many may be open. */
const AT_ONCE = 64;

/** The repository's root and its settings, where there are any. */
export type FoundSettings = {
  /** Absolute, in the machine's own form. */
  readonly root: string;
  readonly file?: { readonly address: string; readonly bytes: Uint8Array };
};

/**
 * The settings that `--config` names, or the nearest `reconcile.yaml` from the working folder upwards. The search ends
 * at a folder with `.git`: settings above a repository are somebody else's. Without settings the working folder is the root.
 */
export async function findSettings(machine: Disk, configOption?: string): Promise<Result<FoundSettings>> {
  if (configOption !== undefined) {
    const path = resolve(machine.cwd, slashes(configOption));
    return (await settingsAt(path, machine)) ?? failure(noSettings(configOption));
  }
  for (let folder = machine.cwd; ; folder = dirname(folder)) {
    const found = await settingsAt(join(folder, SETTINGS_FILE), machine);
    if (found !== undefined) return found;
    const top = (await machine.files.look(join(folder, '.git'))) !== undefined || dirname(folder) === folder;
    if (top) return { ok: true, value: { root: machine.cwd } };
  }
}

async function settingsAt(path: string, machine: Disk): Promise<Result<FoundSettings> | undefined> {
  const look = await followed(path, machine);
  if (look === undefined) return undefined;
  const read = await readFile(basename(path), path, look.kind, look.size, machine);
  if (read.bytes === undefined) return failure(read.problem);
  return { ok: true, value: { root: dirname(path), file: { address: basename(path), bytes: read.bytes } } };
}

/**
 * The layer documents that `paths` name (files, or folders of them; none: what the settings' glob finds), and every
 * fragment any of them reaches. A file that cannot be had comes with its problem, so that all problems can be told
 * together; `document/none` where nothing was found. Nothing outside `root` is read, not through links either.
 */
export async function collectDocuments(
  paths: readonly string[],
  root: string,
  settings: Settings,
  machine: Disk,
): Promise<Result<readonly DocumentFile[]>> {
  const realRoot = (await machine.files.look(root))?.real ?? root;
  const place: Place = { root, realRoot, machine };
  const matches = globMatcher(settings.layers);
  const found =
    paths.length === 0 ? await below(globFolders(settings.layers), matches, place) : await named(paths, matches, place);
  if (found.length === 0) return failure(none(paths, settings.layers));
  const files = new Map(
    (await inBatches(found, (one) => bring(one, 'document', place))).map((file) => [file.address, file]),
  );

  // Fragments may extend fragments: round by round, until a round brings nothing new.
  for (let round = [...files.values()]; round.length > 0; ) {
    const wanted = [...new Set(round.flatMap(extendsOf))].filter((address) => !files.has(address));
    round = await inBatches(wanted, (address) => bring({ address }, 'fragment', place));
    for (const file of round) files.set(file.address, file);
  }
  return { ok: true, value: [...files.values()] };
}

/** Where files may be. */
type Place = { readonly root: string; readonly realRoot: string; readonly machine: Disk };

/** A file's address, or why there is none to read. */
type Found = { readonly address: string; readonly problem?: Problem };

/** What the arguments name, each file once. */
async function named(paths: readonly string[], matches: Matches, place: Place): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    const absolute = resolve(place.machine.cwd, slashes(path));
    const address = addressOf(absolute, place.root);
    if (address === undefined) found.push({ address: slashes(path), problem: outside(slashes(path)) });
    else if ((await followed(absolute, place.machine))?.kind === 'folder')
      found.push(...(await inFolder(address, matches, place)));
    else found.push({ address });
  }
  return [...new Map(found.map((one) => [one.address, one])).values()];
}

/** The documents below a folder that the glob names; of a folder that the glob does not reach, all YAML and JSON. */
async function inFolder(address: string, matches: Matches, place: Place): Promise<readonly Found[]> {
  const reached = await below([address], matches, place);
  if (reached.length > 0) return reached;
  return below([address], (file) => /\.(ya?ml|json)$/.test(file) && basename(file) !== SETTINGS_FILE, place);
}

/** All matching files below some folders, by address. Folders that tools keep for themselves are passed over. */
async function below(folders: readonly string[], matches: Matches, place: Place): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  const seen = new Set<string>();
  const visit = async (address: string): Promise<void> => {
    const look = await followed(join(place.root, address), place.machine);
    if (look?.kind !== 'folder') return;
    if (!isInside(look.real, place.realRoot)) {
      found.set(address, { address, problem: linkOutside(address) });
      return;
    }
    // A link back up would go round for ever.
    if (seen.has(look.real)) return;
    seen.add(look.real);
    for (const { name, kind } of await place.machine.files.list(join(place.root, address))) {
      const inner = address === '' ? name : `${address}/${name}`;
      const leads = kind === 'link' ? (await followed(join(place.root, inner), place.machine))?.kind : kind;
      if (leads === 'folder' && name !== 'node_modules' && !name.startsWith('.')) await visit(inner);
      else if (leads !== 'folder' && matches(inner)) found.set(inner, { address: inner });
    }
  };
  for (const folder of folders) await visit(folder);
  return [...found.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

async function bring({ address, problem }: Found, role: DocumentFile['role'], place: Place): Promise<DocumentFile> {
  if (problem !== undefined) return { address, role, problem };
  const path = join(place.root, ...address.split('/'));
  const look = await followed(path, place.machine);
  if (look === undefined) return { address, role, problem: absent(address) };
  if (!isInside(look.real, place.realRoot)) return { address, role, problem: linkOutside(address) };
  return { address, role, ...(await readFile(address, path, look.kind, look.size, place.machine)) };
}

type Read = { readonly bytes: Uint8Array } | { readonly bytes?: never; readonly problem: Problem };

async function readFile(address: string, path: string, kind: string, size: number, { files }: Disk): Promise<Read> {
  if (kind !== 'file') return { problem: unreadable(address, 'is not a file.') };
  if (size > LARGEST_FILE) return { problem: tooLarge(address) };
  try {
    return { bytes: await files.read(path) };
  } catch (error) {
    // A file system says why in a code such as EACCES; its message would show folders outside the repository.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown reason';
    return { problem: unreadable(address, `could not be read (${code}).`) };
  }
}

/** What is behind a path, links followed. */
async function followed(path: string, { files }: Disk) {
  const look = await files.look(path);
  return look?.kind === 'link' ? files.look(look.real) : look;
}

async function inBatches<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}

/** Relative to the root, with `/`; `undefined` where the path leaves it. */
function addressOf(absolute: string, root: string): string | undefined {
  return isInside(absolute, root) ? relative(root, absolute).split(sep).join('/') : undefined;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** People on Windows type `\`, and so do links they send. */
function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function failure(problem: Problem): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems: [problem] };
}

function at(address: string) {
  return { where: { file: address, line: 1, column: 1 } };
}

function none(paths: readonly string[], glob: string): Problem {
  const looked = paths.length === 0 ? `the glob ${glob} finds no file` : `${paths.join(', ')} holds none`;
  return {
    code: 'document/none',
    message: `No layer document was found: ${looked}.`,
    remedy: 'Name a file, or say in reconcile.yaml where layer documents are (layers:).',
  };
}

function noSettings(option: string): Problem {
  return { code: 'settings/invalid', message: `There is no settings file ${option}.`, remedy: 'Correct --config.' };
}

function absent(address: string): Problem {
  const message = `There is no file ${address}.`;
  return { code: 'document/unreadable', message, ...at(address), remedy: 'Correct the path, or add the file.' };
}

function outside(path: string): Problem {
  const message = `${path} is outside the folder of the settings.`;
  return { code: 'document/unreadable', message, ...at(path), remedy: 'Name files below reconcile.yaml.' };
}

function linkOutside(address: string): Problem {
  const message = `${address} is a link that leads out of the folder of the settings.`;
  return { code: 'document/unreadable', message, ...at(address), remedy: 'Put the file itself there.' };
}

function unreadable(address: string, how: string): Problem {
  return {
    code: 'document/unreadable',
    message: `${address} ${how}`,
    ...at(address),
    remedy: 'Make it a readable file.',
  };
}

function tooLarge(address: string): Problem {
  const message = `${address} is larger than 1 MiB.`;
  return { code: 'document/too-large', message, ...at(address), remedy: 'Keep one layer in a file, and nothing else.' };
}
