import { basename, join, relative, resolve, sep } from 'node:path';
import { type DocumentFile, extendsOf } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import { fail, isSettingsName, MAX_FILE_BYTES, ok, type Problem, type Result, type Settings } from '../model/index.ts';
import {
  documentMatcher,
  globFault,
  globFolders,
  globMatcher,
  globReach,
  isHidden,
  isReadable,
  type Matches,
} from '../settings/index.ts';
import {
  absentFile,
  faultyGlob,
  hiddenFile,
  matchesNothing,
  misnamedFile,
  noDocuments,
  outsideRoot,
  unreadFile,
  unreadFolder,
} from './document-problems.ts';
import { behind, type Folder, folderAt, isInside, listFolder, readInside, readRegular } from './read-file.ts';

/** The part of the machine that finds files. */
export type Disk = Pick<Machine, 'files' | 'cwd'>;

/** Systems limit the number of open files. */
const MAX_CONCURRENT_READS = 64;

/**
 * The layer documents that `paths` name (files, folders or globs; if empty, what the settings' glob matches), with all
 * fragments they reach. An unreadable file has a problem, so that all problems are reported together; `document/none`
 * if nothing was found. Nothing outside `root` is read, not even through links.
 */
export async function collectDocuments(
  paths: readonly string[],
  root: string,
  settings: Settings,
  machine: Disk,
): Promise<Result<readonly DocumentFile[]>> {
  const matches = documentMatcher(settings.layers);
  const reaches = globReach(settings.layers);
  const searchRoot: SearchRoot = { ...(await folderAt(root, machine)), machine, matches, reaches };
  const found =
    paths.length === 0
      ? await filesBelow(globFolders(settings.layers), searchRoot, searchRoot)
      : await namedFiles(paths, searchRoot);
  if (found.length === 0) return fail(noDocuments(paths, settings.layers));
  machine.files.prepare?.(found.length);
  const files = new Map(
    (await inBatches(found, (one) => readDocument(one, 'document', searchRoot))).map((file) => [file.filePath, file]),
  );

  // Fragments may extend fragments: repeat until no new ones are found.
  for (let round = [...files.values()]; round.length > 0; ) {
    const extended = [...new Set(round.flatMap(extendsOf))].filter((filePath) => !files.has(filePath));
    round = await inBatches(extended, (filePath) => readDocument({ filePath }, 'fragment', searchRoot));
    for (const file of round) files.set(file.filePath, file);
  }
  return ok([...files.values()]);
}

/** Which files to find. */
type Search = {
  readonly matches: Matches;
  /** Whether a file below a folder can match. */
  readonly reaches: (folder: string) => boolean;
};

/** `matches`, `reaches`: the glob of the settings. */
type SearchRoot = Folder & Search & { readonly machine: Disk };

/** `real`: of a regular file with no link in its path. */
type Found = { readonly filePath: string; readonly real?: string; readonly problem?: Problem };

async function namedFiles(paths: readonly string[], searchRoot: SearchRoot): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    const absolute = resolve(searchRoot.machine.cwd, slashes(path));
    const filePath = filePathOf(absolute, searchRoot.path);
    if (filePath === undefined) found.push({ filePath: slashes(path), problem: outsideRoot(slashes(path)) });
    else if ((await behind(absolute, searchRoot.machine))?.kind === 'folder')
      found.push(...(await inFolder(filePath, searchRoot)));
    else if (await isGlob(path, absolute, searchRoot)) found.push(...(await matchedFiles(path, filePath, searchRoot)));
    else found.push(isHidden(basename(filePath)) ? { filePath, problem: hiddenFile(filePath) } : { filePath });
  }
  return [...new Map(found.map((one) => [one.filePath, one])).values()];
}

/** A file whose name has a wildcard is a file. */
async function isGlob(path: string, absolute: string, { machine }: SearchRoot): Promise<boolean> {
  return /[*?{]/.test(path) && (await behind(absolute, machine)) === undefined;
}

/** @param path as the user wrote it */
async function matchedFiles(path: string, glob: string, searchRoot: SearchRoot): Promise<readonly Found[]> {
  const fault = globFault(glob);
  if (fault !== undefined) return [{ filePath: slashes(path), problem: faultyGlob(slashes(path), fault) }];
  const matches = globMatcher(glob);
  const matching = await filesBelow(
    globFolders(glob),
    {
      matches: (file) => matches(file) && isReadable(file) && !isSettingsName(basename(file)),
      reaches: globReach(glob),
    },
    searchRoot,
  );
  // Fragments may be next to documents, as in a folder.
  const documents = matching.filter(({ filePath }) => searchRoot.matches(filePath));
  if (documents.length > 0) return documents;
  return matching.length > 0 ? matching : [{ filePath: slashes(path), problem: matchesNothing(slashes(path)) }];
}

/** A glob of the command line from the root on; `undefined` if it has no wildcard, or is outside. */
export function globBelow(word: string, root: string, cwd: string): string | undefined {
  return /[*?{]/.test(word) ? filePathOf(resolve(cwd, slashes(word)), root) : undefined;
}

/** Documents below a folder that match the glob; if there are none, all YAML and JSON files. */
async function inFolder(filePath: string, searchRoot: SearchRoot): Promise<readonly Found[]> {
  const matching = await filesBelow([filePath], searchRoot, searchRoot);
  if (matching.length > 0) return matching;
  const matches: Matches = (file) => isReadable(file) && !isSettingsName(basename(file));
  return filesBelow([filePath], { matches, reaches: () => true }, searchRoot);
}

/** Matching files, sorted by path. Hidden names, `node_modules` and folders that cannot hold a match are skipped. */
async function filesBelow(
  folders: readonly string[],
  { matches, reaches }: Search,
  searchRoot: SearchRoot,
): Promise<readonly Found[]> {
  const found = new Map<string, Found>();
  const seen = new Set<string>();
  const visit = async (filePath: string): Promise<void> => {
    const look = await behind(join(searchRoot.path, filePath), searchRoot.machine);
    if (look?.kind !== 'folder') return;
    if (!isInside(look.real, searchRoot.real)) {
      found.set(filePath, { filePath, problem: unreadFile(filePath, 'outside') });
      return;
    }
    // A link to a parent folder would never end.
    if (seen.has(look.real)) return;
    seen.add(look.real);
    const isPlain = look.real === join(searchRoot.real, filePath);
    const listed = await listFolder(join(searchRoot.path, filePath), searchRoot.machine);
    if (!listed.ok) {
      found.set(filePath, { filePath, problem: unreadFolder(filePath, listed.why) });
      return;
    }
    for (const { name, kind } of listed.entries) {
      if (isHidden(name)) continue;
      const inner = filePath === '' ? name : `${filePath}/${name}`;
      const target = kind === 'link' ? await behind(join(searchRoot.path, inner), searchRoot.machine) : undefined;
      const innerKind = target?.kind ?? kind;
      const mayHold = (): boolean => name !== 'node_modules' && reaches(inner);
      if (innerKind === 'folder') {
        if (mayHold()) await visit(inner);
      } else if (matches(inner)) {
        found.set(inner, { filePath: inner, ...(kind === 'file' && isPlain && { real: join(look.real, name) }) });
      } else if (innerKind === 'link' && mayHold()) {
        // It may be meant as a folder of documents.
        found.set(inner, { filePath: inner, problem: unreadFile(inner, 'nowhere') });
      }
    }
  };
  for (const folder of folders) await visit(folder);
  return [...found.values()].sort((a, b) => (a.filePath < b.filePath ? -1 : 1));
}

async function readDocument(
  { filePath, real: listed, problem }: Found,
  role: DocumentFile['role'],
  searchRoot: SearchRoot,
): Promise<DocumentFile> {
  if (problem !== undefined) return { filePath, role, problem };
  const read =
    listed === undefined
      ? await readInside(join(searchRoot.path, filePath), searchRoot, MAX_FILE_BYTES, searchRoot.machine)
      : await readRegular(listed, true, MAX_FILE_BYTES, searchRoot.machine);
  if (!read.ok)
    return { filePath, role, problem: read.why === 'absent' ? absentFile(filePath) : unreadFile(filePath, read.why) };
  // Whether a push with only this file is detected depends on its name.
  const real = listed === undefined ? (filePathOf(read.real, searchRoot.real) ?? filePath) : filePath;
  const isAllowed = (name: string): boolean => isReadable(name) || (role === 'document' && searchRoot.matches(name));
  const unreadableName = [filePath, real].find(
    (name) => !isAllowed(name) && !(role === 'document' && name === filePath),
  );
  return unreadableName === undefined
    ? { filePath, role, bytes: read.bytes }
    : { filePath, role, problem: misnamedFile(filePath, real) };
}

async function inBatches<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (let at = 0; at < items.length; at += MAX_CONCURRENT_READS) {
    done.push(...(await Promise.all(items.slice(at, at + MAX_CONCURRENT_READS).map(work))));
  }
  return done;
}

/** Relative, with `/`; `undefined` if outside the root. */
function filePathOf(absolute: string, root: string): string | undefined {
  return isInside(absolute, root) ? relative(root, absolute).split(sep).join('/') : undefined;
}

/** Windows paths contain `\`. */
function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
