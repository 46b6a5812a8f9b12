import { MAX_FILE_BYTES, type Problem, type ProblemCode, SETTINGS_NAMES } from '../model/index.ts';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileLook, Files, Machine } from '../machine.ts';
import { decode } from '../desired/index.ts';

/** `because`: a system code such as `EACCES`. */
export type Unread =
  | 'absent'
  | 'outside'
  | 'nowhere'
  | 'no file'
  | 'too large'
  | 'not UTF-8'
  | { readonly because: string };

/** `real`: after following links. `inside`: in the folder; otherwise no lines are shown. */
export type FileRead =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly real: string; readonly inside: boolean }
  | { readonly ok: false; readonly why: Unread };

/** As named, and after following links. Both absolute. */
export type Folder = { readonly path: string; readonly real: string };

type Disk = Pick<Machine, 'files'>;

export async function folderAt(path: string, { files }: Disk): Promise<Folder> {
  return { path, real: (await files.look(path))?.real ?? path };
}

/**
 * Reads a regular file whose real path is in the folder, checked before it is opened.
 *
 * @param path absolute
 * @param atMost bytes
 */
export async function readInside(path: string, folder: Folder, atMost: number, { files }: Disk): Promise<FileRead> {
  const look = await behind(path, { files });
  if (look === undefined) return { ok: false, why: 'absent' };
  if (!isInside(look.real, folder.real)) return { ok: false, why: 'outside' };
  return readAt(look, true, atMost, { files });
}

/**
 * Reads a file from the command line. It may be anywhere, but a path in the repository must not lead out: the author of
 * a committed link would choose the file.
 *
 * @param path as typed
 * @param atMost bytes
 */
export async function readNamed(
  path: string,
  atMost: number,
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<FileRead> {
  const absolute = resolve(machine.cwd, path);
  const repository = await repositoryAround(machine);
  if (isInside(absolute, repository.path)) return readInside(absolute, repository, atMost, machine);
  const look = await behind(absolute, machine);
  if (look === undefined) return { ok: false, why: 'absent' };
  return readAt(look, isInside(look.real, repository.real), atMost, machine);
}

/** Like `readNamed`, as UTF-8 without a byte order mark. */
export async function readNamedText(
  path: string,
  atMost: number,
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<{ readonly ok: true; readonly text: string } | Extract<FileRead, { readonly ok: false }>> {
  const read = await readNamed(path, atMost, machine);
  if (!read.ok) return read;
  const decoded = decode(read.bytes);
  return decoded.ok ? { ok: true, text: decoded.text } : { ok: false, why: 'not UTF-8' };
}

/** The nearest folder with `.git` upwards, otherwise with settings, otherwise the working folder. */
async function repositoryAround(machine: Pick<Machine, 'files' | 'cwd'>): Promise<Folder> {
  const has = async (folder: string, name: string) => (await machine.files.look(join(folder, name))) !== undefined;
  let nearest: string | undefined;
  for (let folder = machine.cwd; ; folder = dirname(folder)) {
    if (await has(folder, '.git')) return folderAt(folder, machine);
    for (const name of SETTINGS_NAMES) if (nearest === undefined && (await has(folder, name))) nearest = folder;
    if (dirname(folder) === folder) return folderAt(nearest ?? machine.cwd, machine);
  }
}

/** The target of a path after links; the link itself if it is broken. */
export async function behind(path: string, { files }: Disk): Promise<FileLook | undefined> {
  const look = await files.look(path);
  return look?.kind === 'link' ? files.look(look.real) : look;
}

async function readAt(
  { kind, size, real }: FileLook,
  inside: boolean,
  atMost: number,
  { files }: Disk,
): Promise<FileRead> {
  if (kind !== 'file') return { ok: false, why: kind === 'link' ? 'nowhere' : 'no file' };
  if (size > atMost) return { ok: false, why: 'too large' };
  return readRegular(real, inside, atMost, { files });
}

/** @param real a path without links */
export async function readRegular(real: string, inside: boolean, atMost: number, { files }: Disk): Promise<FileRead> {
  try {
    return { ok: true, bytes: await files.read(real, atMost), real, inside };
  } catch (error) {
    if (codeOf(error) === 'TOO_LARGE') return { ok: false, why: 'too large' };
    return { ok: false, why: codeOf(error) === 'NOT_A_FILE' ? 'no file' : { because: failureReason(error) } };
  }
}

export type FolderRead =
  | { readonly ok: true; readonly entries: Awaited<ReturnType<Files['list']>> }
  | { readonly ok: false; readonly why: Unread };

/** A folder that cannot be read is not an empty one. */
export async function listFolder(path: string, { files }: Disk): Promise<FolderRead> {
  try {
    return { ok: true, entries: await files.list(path) };
  } catch (error) {
    return { ok: false, why: { because: failureReason(error) } };
  }
}

/** A system code, such as `EACCES`. The message of the error would show folders outside the repository. */
export function failureReason(error: unknown): string {
  const code = codeOf(error);
  return code === undefined ? 'an unknown reason' : (OWN_CODES[code] ?? code);
}

/** Codes of `machine.ts`. */
const OWN_CODES: Readonly<Record<string, string>> = {
  LINK: 'a link is in its path',
  OUTSIDE: 'it is outside of its folder',
  NOT_A_FILE: 'it is not a file',
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

export function isInside(path: string, folder: string): boolean {
  const relativePath = relative(folder, path);
  return relativePath !== '..' && !relativePath.startsWith(`..${sep}`) && !isAbsolute(relativePath);
}

/**
 * Why a file was not read. `code` applies to causes other than encoding and size.
 *
 * @param name of the file, at the start of a sentence
 */
export function unreadProblem(
  why: Unread,
  { name, code, atMost, remedy }: { name: string; code: ProblemCode; atMost: number; remedy: string },
): Problem {
  const message = `${name} ${unreadText(why, atMost)}.`;
  if (why === 'not UTF-8') return { code: 'document/encoding', message, remedy: 'Save the file as UTF-8.' };
  if (why === 'too large') return { code: 'document/too-large', message, remedy };
  return { code, message, remedy };
}

export function unreadText(why: Unread, atMost = MAX_FILE_BYTES): string {
  if (typeof why === 'object') return `could not be read (${why.because})`;
  switch (why) {
    case 'absent':
      return 'does not exist';
    case 'outside':
      return 'is a link that leads out of the repository';
    case 'nowhere':
      return 'is a broken link';
    case 'no file':
      return 'is not a file';
    case 'too large':
      return `is larger than ${atMost / 1024 / 1024} MiB`;
    case 'not UTF-8':
      return 'is not valid UTF-8';
    default:
      return why satisfies never;
  }
}
