import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realFiles } from '../../src/io/node-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-files-'));
const files = realFiles();
const at = (path: string): string => join(folder, path);

beforeAll(() => {
  writeFileSync(at('theirs'), 'theirs');
  symlinkSync('theirs', at('link'));
  symlinkSync('nowhere', at('dangling'));
  linkSync(at('theirs'), at('hard'));
  execFileSync('mkfifo', [at('pipe')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const codeOf = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

async function readBytes(file: FileHandle, length: number): Promise<string> {
  let text = '';
  while (text.length < length) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, null);
    text += buffer.toString('latin1', 0, bytesRead);
  }
  return text;
}

describe('a file is read', () => {
  test('whole, if it is not larger than the limit', async () => {
    writeFileSync(at('large'), 'x'.repeat(3_000_000));
    expect(new TextDecoder().decode(await files.read(at('theirs'), 6))).toBe('theirs');
    expect((await files.read(at('large'), 3_000_000)).length).toBe(3_000_000);
    writeFileSync(at('empty'), '');
    expect((await files.read(at('empty'), 1)).length).toBe(0);
  });

  test('in little more memory than it has bytes, however many there are', async () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let n = 0; n < 200; n += 1) await files.read(at('theirs'), 6);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  test.each([
    { path: 'theirs', atMost: 5, code: 'TOO_LARGE', why: 'a size above the limit is enough to refuse' },
    { path: 'pipe', atMost: 9, code: 'NOT_A_FILE', why: 'it has no writer, so reading would wait for ever' },
    { path: '.', atMost: 9, code: 'NOT_A_FILE', why: 'a folder has no bytes' },
    { path: 'link', atMost: 9, code: 'ELOOP', why: 'the caller has resolved the real path' },
    { path: 'none', atMost: 9, code: 'ENOENT', why: 'the error code of the system' },
  ])('$path of at most $atMost bytes: $code', async ({ path, atMost, code, why }) => {
    expect(await codeOf(files.read(at(path), atMost)), why).toBe(code);
  });

  test.runIf(existsSync('/proc/self/status'))('not beyond the limit, whatever size it said before', async () => {
    expect(lstatSync('/proc/self/status').size).toBe(0);
    expect(await codeOf(files.read('/proc/self/status', 10))).toBe('TOO_LARGE');
    expect((await files.read('/proc/self/status', 1_000_000)).length).toBeGreaterThan(10);
  });

  test.runIf(existsSync('/dev/zero'))('never from a device', async () => {
    expect(await codeOf(files.read('/dev/zero', 10))).toBe('NOT_A_FILE');
  });
});

describe('the type of a path', () => {
  test('a link that leads nowhere is not nothing', async () => {
    expect(await files.look(at('none'))).toBeUndefined();
    expect(await files.look(at('dangling'))).toMatchObject({ kind: 'link', real: at('dangling') });
  });

  test('all names of one file are known as one', async () => {
    const [theirs, link, hard] = await Promise.all(['theirs', 'link', 'hard'].map((name) => files.look(at(name))));
    expect([link?.id, hard?.id]).toEqual([theirs?.id, theirs?.id]);
    expect((await files.look(at('pipe')))?.id).not.toBe(theirs?.id);
  });
});

describe('a file is written', () => {
  test('whole, with the folders above it, and leaves nothing else behind', async () => {
    await files.write(at('new/plan.json'), 'one');
    await files.write(at('new/plan.json'), 'two');
    expect(readFileSync(at('new/plan.json'), 'utf8')).toBe('two');
    expect(readdirSync(at('new'))).toEqual(['plan.json']);
  });

  test('in the place of a link or of one name of two, because the other may be foreign', async () => {
    for (const name of ['link', 'hard']) {
      await files.write(at(name), 'ours');
      expect([readFileSync(at('theirs'), 'utf8'), readFileSync(at(name), 'utf8')]).toEqual(['theirs', 'ours']);
    }
  });

  test.each([1, 1_000_000])('whole into a pipe, which stays one: %i characters', async (length) => {
    const text = 'x'.repeat(length);
    // Open for both, so that it never waits: the reader is there before the write begins.
    const pipe = await open(at('pipe'), 'r+');
    const [received] = await Promise.all([readBytes(pipe, length), files.write(at('pipe'), text)]);
    await pipe.close();
    expect([received === text, lstatSync(at('pipe')).isFIFO()]).toEqual([true, true]);
  });

  test('never into a pipe that has no reader: opening it would wait and ignore every interrupt', async () => {
    expect(await codeOf(files.write(at('pipe'), 'a plan'))).toBe('ENXIO');
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  });

  test('never a second time, if it has to be fresh', async () => {
    await files.write(at('fresh/a'), 'first', { fresh: true });
    expect(await codeOf(files.write(at('fresh/a'), 'second', { fresh: true }))).toBe('EEXIST');
    symlinkSync('nowhere', at('fresh/b'));
    expect(await codeOf(files.write(at('fresh/b'), 'second', { fresh: true }))).toBe('EEXIST');
    expect(readFileSync(at('fresh/a'), 'utf8')).toBe('first');
  });
});

describe('our own state is written below a folder', () => {
  const root = at('root');
  const victim = at('victim');
  const state = join(root, '.reconcile');

  /** A prepared repository, and a folder outside it. */
  function prepared(prepare: () => void): void {
    for (const path of [root, victim]) rmSync(path, { recursive: true, force: true });
    mkdirSync(victim);
    writeFileSync(join(victim, 'journal'), 'keep\n');
    mkdirSync(root);
    prepare();
  }

  test.each([
    { name: 'nothing is there yet', prepare: () => {} },
    { name: 'the folder is there', prepare: () => mkdirSync(join(state, 'deep'), { recursive: true }) },
  ])('$name: both ways write', async ({ prepare }) => {
    prepared(prepare);
    await files.append(join(state, 'deep/journal'), 'a\n', { below: root });
    await files.append(join(state, 'deep/journal'), 'b\n', { below: root });
    await files.write(join(state, 'deep/mark'), '*\n', { below: root });
    expect(readFileSync(join(state, 'deep/journal'), 'utf8')).toBe('a\nb\n');
    expect(readdirSync(join(state, 'deep'))).toEqual(['journal', 'mark']);
  });

  test.each([
    { name: 'the folder is a link', prepare: () => symlinkSync('../victim', state) },
    {
      name: 'a folder in it is a link',
      prepare: () => {
        mkdirSync(state);
        symlinkSync('../../victim', join(state, 'deep'));
      },
    },
    { name: 'the folder is a link to nowhere', prepare: () => symlinkSync('../victim/new', state) },
    { name: 'the folder is a file', prepare: () => writeFileSync(state, '') },
    {
      name: 'the file is a link',
      prepare: () => {
        mkdirSync(join(state, 'deep'), { recursive: true });
        symlinkSync('../../../victim/journal', join(state, 'deep/journal'));
      },
    },
    {
      name: 'the file is a pipe without a reader',
      prepare: () => {
        mkdirSync(join(state, 'deep'), { recursive: true });
        execFileSync('mkfifo', [join(state, 'deep/journal')]);
      },
    },
  ])('$name: nothing is appended, and nothing is written elsewhere', async ({ name, prepare }) => {
    prepared(prepare);
    expect(await codeOf(files.append(join(state, 'deep/journal'), 'a\n', { below: root }))).not.toBe('done');
    if (!name.startsWith('the file')) {
      expect(await codeOf(files.write(join(state, 'deep/mark'), '*\n', { below: root }))).not.toBe('done');
    }
    expect(readdirSync(victim)).toEqual(['journal']);
    expect(readFileSync(join(victim, 'journal'), 'utf8')).toBe('keep\n');
  });

  test('and never outside of it', async () => {
    prepared(() => {});
    expect(await codeOf(files.append(join(victim, 'journal'), 'a\n', { below: root }))).toBe('OUTSIDE');
    expect(await codeOf(files.write(join(root, '../victim/x'), 'a\n', { below: root }))).toBe('OUTSIDE');
  });
});
