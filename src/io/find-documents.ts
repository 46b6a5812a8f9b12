import { basename, join, relative, resolve, sep } from 'node:path';
import { type DocumentFile, documentMatcher, extendsOf, isHidden, isReadable } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import { fail, isSettingsName, MAX_FILE_BYTES, ok, type Problem, type Result, type Settings } from '../model/index.ts';
import { globFolders, type Matches } from '../settings/index.ts';
import { behind, type Folder, folderAt, isInside, readInside, type Unread, unreadProblem } from './read-file.ts';

/** The part of the machine that finding files needs. */
export type Disk = Pick<Machine, 'files' | 'cwd'>;

/** Limit of files read at once: systems limit the number of open files. */
const AT_ONCE = 64;

/**
 * The layer documents that `paths` name (files or folders; if there are none, the files that the settings' glob
 * matches), and all fragments that they reach. A file that cannot be read has a problem, so that all problems are
 * reported together; `document/none` if nothing was found. Nothing outside `root` is read, not even through links.
 */
export async function collectDocuments(
  paths: readonly string[],
  root: string,
  settings: Settings,
  machine: Disk,
): Promise<Result<readonly DocumentFile[]>> {
  const matches = documentMatcher(settings.layers);
  const place: Place = { ...(await folderAt(root, machine)), machine, matches };
  const found =
    paths.length === 0 ? await below(globFolders(settings.layers), matches, place) : await named(paths, place);
  if (found.length === 0) return failure(none(paths, settings.layers));
  const files = new Map(
    (await inBatches(found, (one) => bring(one, 'document', place))).map((file) => [file.filePath, file]),
  );

  // Fragments may extend fragments, so repeat until a round finds no new ones.
  for (let round = [...files.values()]; round.length > 0; ) {
    const wanted = [...new Set(round.flatMap(extendsOf))].filter((filePath) => !files.has(filePath));
    round = await inBatches(wanted, (filePath) => bring({ filePath }, 'fragment', place));
    for (const file of round) files.set(file.filePath, file);
  }
  return ok([...files.values()]);
}

type Place = Folder & { readonly machine: Disk; readonly matches: Matches };

/** File path of a file, or why it cannot be read. */
type Found = { readonly filePath: string; readonly problem?: Problem };

/** The files that the arguments name, each once. */
async function named(paths: readonly string[], place: Place): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    const absolute = resolve(place.machine.cwd, slashes(path));
    const filePath = filePathOf(absolute, place.path);
    if (filePath === undefined) found.push({ filePath: slashes(path), problem: outside(slashes(path)) });
    else if ((await behind(absolute, place.machine))?.kind === 'folder')
      found.push(...(await inFolder(filePath, place)));
    else found.push(isHidden(basename(filePath)) ? { filePath, problem: hidden(filePath) } : { filePath });
  }
  return [...new Map(found.map((one) => [one.filePath, one])).values()];
}

/** Documents below a folder that match the glob; if none does, all YAML and JSON files. */
async function inFolder(filePath: string, place: Place): Promise<readonly Found[]> {
  const reached = await below([filePath], place.matches, place);
  if (reached.length > 0) return reached;
  return below([filePath], (file) => isReadable(file) && !isSettingsName(basename(file)), place);
}

/** All matching files below some folders, sorted by file path. Hidden names and `node_modules` are skipped. */
async function below(folders: readonly string[], matches: Matches, place: Place): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  const seen = new Set<string>();
  const visit = async (filePath: string): Promise<void> => {
    const look = await behind(join(place.path, filePath), place.machine);
    if (look?.kind !== 'folder') return;
    if (!isInside(look.real, place.real)) {
      found.set(filePath, { filePath, problem: unread(filePath, 'outside') });
      return;
    }
    // A link to a parent folder would never end.
    if (seen.has(look.real)) return;
    seen.add(look.real);
    for (const { name, kind } of await place.machine.files.list(join(place.path, filePath))) {
      if (isHidden(name)) continue;
      const inner = filePath === '' ? name : `${filePath}/${name}`;
      const leads = kind === 'link' ? (await behind(join(place.path, inner), place.machine))?.kind : kind;
      if (leads === 'folder' && name !== 'node_modules') await visit(inner);
      else if (leads !== 'folder' && matches(inner)) found.set(inner, { filePath: inner });
    }
  };
  for (const folder of folders) await visit(folder);
  return [...found.values()].sort((a, b) => (a.filePath < b.filePath ? -1 : 1));
}

async function bring({ filePath, problem }: Found, role: DocumentFile['role'], place: Place): Promise<DocumentFile> {
  if (problem !== undefined) return { filePath, role, problem };
  const path = join(place.path, ...filePath.split('/'));
  const read = await readInside(path, place, MAX_FILE_BYTES, place.machine);
  if (!read.ok)
    return { filePath, role, problem: read.why === 'absent' ? absent(filePath) : unread(filePath, read.why) };
  // A push that changes only this file must be detected, and that depends on its name alone.
  const real = filePathOf(read.real, place.real) ?? filePath;
  const isSeen = (name: string): boolean => isReadable(name) || (role === 'document' && place.matches(name));
  const strange = [filePath, real].find((name) => !isSeen(name) && !(role === 'document' && name === filePath));
  return strange === undefined
    ? { filePath, role, bytes: read.bytes }
    : { filePath, role, problem: misnamed(filePath, real) };
}

async function inBatches<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}

/** Relative to the root, with `/`; `undefined` if the path is outside. */
function filePathOf(absolute: string, root: string): string | undefined {
  return isInside(absolute, root) ? relative(root, absolute).split(sep).join('/') : undefined;
}

/** Paths and links from Windows contain `\`. */
function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function failure(problem: Problem): { readonly ok: false; readonly problems: readonly Problem[] } {
  return fail(problem);
}

function at(filePath: string) {
  return { location: { file: filePath, line: 1, column: 1 } };
}

function none(paths: readonly string[], glob: string): Problem {
  const looked = paths.length === 0 ? `the glob ${glob} finds no file` : `${paths.join(', ')} holds none`;
  return {
    code: 'document/none',
    message: `No layer document was found: ${looked}.`,
    remedy: 'Name a file, or say in reconcile.yaml where layer documents are (layers:).',
  };
}

function absent(filePath: string): Problem {
  const message = `There is no file ${filePath}.`;
  return { code: 'document/unreadable', message, ...at(filePath), remedy: 'Correct the path, or add the file.' };
}

function outside(path: string): Problem {
  const message = `${path} is outside the folder of the settings.`;
  return { code: 'document/unreadable', message, ...at(path), remedy: 'Name files below reconcile.yaml.' };
}

function unread(filePath: string, why: Unread): Problem {
  const remedy = REMEDIES[typeof why === 'object' ? 'because' : why] ?? 'Put the file itself there.';
  const name = { name: filePath, code: 'document/unreadable', atMost: MAX_FILE_BYTES, remedy } as const;
  return { ...unreadProblem(why, name), ...at(filePath) };
}

const REMEDIES: Readonly<Record<string, string>> = {
  because: 'Make it a readable file.',
  'no file': 'Make it a readable file.',
  'too large': 'Keep one layer in a file, and nothing else.',
};

function misnamed(filePath: string, real: string): Problem {
  const leads = real === filePath ? 'has a name that' : `leads to ${JSON.stringify(real)}, whose name`;
  const message = `${filePath} ${leads} ends in none of .yaml, .yml and .json.`;
  return { code: 'document/unreadable', message, ...at(filePath), remedy: 'Rename the file, and what names it.' };
}

/** Most likely a lock file or a copy that a program left. */
function hidden(filePath: string): Problem {
  const message = `${filePath} is hidden, and hidden files are not layer documents.`;
  return { code: 'document/unreadable', message, ...at(filePath), remedy: 'Name another file, or rename it.' };
}
