import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bareMachine } from '../../src/cli/real-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-machine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { files } = bareMachine(new AbortController().signal);

describe('a file is written', () => {
  test('whole, with the folders above it, and leaves nothing else behind', async () => {
    await files.write(join(folder, 'new/plan.json'), 'one');
    await files.write(join(folder, 'new/plan.json'), 'two');
    expect(readFileSync(join(folder, 'new/plan.json'), 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'new'))).toEqual(['plan.json']);
  });

  test('in the place of a link, because what it leads to may be none of ours', async () => {
    writeFileSync(join(folder, 'theirs'), 'theirs');
    symlinkSync('theirs', join(folder, 'link'));
    await files.write(join(folder, 'link'), 'ours');
    expect([readFileSync(join(folder, 'theirs'), 'utf8'), readFileSync(join(folder, 'link'), 'utf8')]).toEqual([
      'theirs',
      'ours',
    ]);
  });

  test('into a pipe, which stays one', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [text] = await Promise.all([readFile(pipe, 'utf8'), files.write(pipe, 'a plan')]);
    expect([text, lstatSync(pipe).isFIFO()]).toEqual(['a plan', true]);
  });
});
