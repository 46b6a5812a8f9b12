import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { FileKind, Files } from '../machine.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** Takes longer to load than a document to check, and only writes need it. */
const promises = () => import('node:fs/promises');

const READ_STEP_BYTES = 1024 * 1024;

/**
 * The file system of this machine.
 *
 * @param durable whether writes are synced to disk
 */
export function realFiles(durable = true): Files {
  return {
    read,
    look,
    list: async (path) => {
      return readdirSync(path, { withFileTypes: true })
        .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    write: async (path, text, { below, fresh = false } = {}) => {
      // Write to a pipe or a device, but replace a link to a file: it may lead out of the repository.
      if (below === undefined && isSpecial(path)) return writeSpecial(path, text);
      const { open, rename, rm } = await promises();
      const target = join(await folderOf(path, below), basename(path));
      if (fresh) return writeThrough(await open(target, O_WRONLY | O_CREAT | O_EXCL, 0o666), text, durable);
      const temporary = join(dirname(target), `.${crypto.randomUUID()}.tmp`);
      try {
        await writeThrough(await open(temporary, 'wx'), text, durable);
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    append: async (path, text, { below } = {}) => {
      const target = join(await folderOf(path, below), basename(path));
      const flags = O_WRONLY | O_APPEND | O_CREAT;
      const { open } = await promises();
      if (below === undefined) return writeThrough(await open(target, flags, 0o666), text, durable);
      const file = await open(target, flags | O_NOFOLLOW | O_NONBLOCK, 0o666);
      if ((await file.stat()).isFile()) return writeThrough(file, text, durable);
      await file.close();
      throw fault('NOT_A_FILE', `${path} is not a file`);
    },
  };
}

/**
 * Never waits for a pipe or exceeds `atMost` bytes, even if the file grows. Synchronous: the thousands of small files of a
 * repository take a fifth of the time.
 */
async function read(path: string, atMost: number): Promise<Uint8Array> {
  const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw fault('NOT_A_FILE', `${path} is not a file`);
    if (found.size > atMost) throw fault('TOO_LARGE', `${path} is larger than ${atMost} bytes`);
    const parts: Buffer[] = [];
    // One byte more, to detect the end without another buffer.
    let free = allocated(Math.min(found.size, READ_STEP_BYTES) + 1);
    for (let length = 0; ; ) {
      const bytesRead = readSync(file, free, 0, free.length, null);
      // Fewer bytes than asked for, and as many as the file has: another read would only take time.
      if (parts.length === 0 && bytesRead === found.size && bytesRead < free.length) return free.subarray(0, bytesRead);
      if (bytesRead === 0) return Buffer.concat(parts, length);
      length += bytesRead;
      if (length > atMost) throw fault('TOO_LARGE', `${path} is larger than ${atMost} bytes`);
      parts.push(free.subarray(0, bytesRead));
      free = bytesRead < free.length ? free.subarray(bytesRead) : allocated(READ_STEP_BYTES);
    }
  } finally {
    closeSync(file);
  }
}

const SLAB_BYTES = 256 * 1024;

let slab = Buffer.alloc(0);

/** Part of a larger buffer: the garbage collector looks after each buffer, and thousands of small ones take long. */
function allocated(length: number): Buffer {
  if (length > SLAB_BYTES / 4) return Buffer.allocUnsafeSlow(length);
  if (length > slab.length) slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  const part = slab.subarray(0, length);
  slab = slab.subarray(length);
  return part;
}

async function look(path: string): ReturnType<Files['look']> {
  let kind: FileKind;
  try {
    kind = kindOf(lstatSync(path));
  } catch (error) {
    return ABSENT_CODES.has(codeOf(error)) ? undefined : { kind: 'other', size: 0, real: path, id: path };
  }
  try {
    const { size, dev, ino } = statSync(path);
    return { kind, size, real: realpathSync.native(path), id: `${dev}:${ino}` };
  } catch {
    return { kind, size: 0, real: path, id: path };
  }
}

const ABSENT_CODES: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

/** Creates the folder of a path. From `below` on, no part of the path may be a link. */
async function folderOf(path: string, below: string | undefined): Promise<string> {
  const folder = dirname(path);
  const { lstat, mkdir, realpath } = await promises();
  await mkdir(below ?? folder, { recursive: true });
  if (below === undefined) return folder;
  const relativePath = relative(below, folder);
  if (isAbsolute(relativePath) || relativePath.split(sep)[0] === '..')
    throw fault('OUTSIDE', `${path} is not below ${below}`);
  let at = await realpath(below);
  for (const part of relativePath.split(sep).filter((name) => name !== '')) {
    at = join(at, part);
    await mkdir(at).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    const found = await lstat(at);
    if (found.isSymbolicLink()) throw fault('LINK', `${at} is a link, and reconcile follows none there`);
    if (!found.isDirectory()) throw fault('ENOTDIR', `${at} is not a folder`);
  }
  return at;
}

/**
 * Whether a path is neither file nor folder, after links; `false` if absent. A system name of an open file, such as
 * `/dev/stdout`, is special.
 */
function isSpecial(path: string): boolean {
  if (/^\/(dev|proc)\//.test(path)) return true;
  try {
    return kindOf(statSync(path)) === 'other';
  } catch {
    return false;
  }
}

/**
 * Opens without waiting first: without a reader that fails (ENXIO), but a plain open waits uninterruptibly. While the
 * first handle keeps the pipe open, the second writes the whole text.
 */
async function writeSpecial(path: string, text: string | Iterable<string>): Promise<void> {
  const { open } = await promises();
  const first = await open(path, O_WRONLY | O_NONBLOCK);
  try {
    await writeThrough(await open(path, 'w'), text, false);
  } finally {
    await first.close();
  }
}

async function writeThrough(file: FileHandle, text: string | Iterable<string>, durable: boolean): Promise<void> {
  try {
    // Each part is written behind the one before.
    for (const part of typeof text === 'string' ? [text] : text) await file.writeFile(part);
    // Pipes and devices cannot sync.
    if (durable) await file.sync();
  } finally {
    await file.close();
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FileKind {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function fault(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
