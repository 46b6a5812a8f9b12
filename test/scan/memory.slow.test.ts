import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HEAD } from '../desired/harness.ts';
import { startReconcile } from '../support/process.ts';
import { INPUTS } from './inputs.ts';

const MAX_FILE_CHARS = 1024 * 1024 - 1024;

/** In MB. With the other memory of Node, a process stays below 300. */
const HEAP = '--max-old-space-size=200';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reconcile-scan-'));
  mkdirSync(join(folder, 'layers'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const names = [
  ...[
    'a map with many keys',
    'aliases of no anchor on one line',
    'tags',
    'secrets',
    'secrets on one line',
    'variables',
  ],
  ...[
    '"["',
    '"{a,"',
    '"&a "',
    '"*a, "',
    '"\\\\q"',
    'x: ["\\\\q"',
    'x: ["\\""',
    '"-----BEGIN "',
    '"# "',
    '",,"',
    '"\\n"',
  ],
];
const worst = INPUTS.filter(({ name }) => names.includes(name));

test('every text is found', () => {
  expect(worst.map(({ name }) => name).sort()).toEqual([...names].sort());
});

test.each(worst)(
  'a document of 1 MiB is refused in 300 MB, with a page that can be read: $name',
  async ({ textOf }) => {
    writeFileSync(join(folder, 'layers/a.yaml'), `${HEAD}foo:\n${textOf(MAX_FILE_CHARS)}`);
    const { ended } = startReconcile(['validate'], { cwd: folder, env: { NODE_OPTIONS: HEAP } });
    const { exit, out, err } = await ended;
    expect({ exit, err: err.slice(0, 500) }).toMatchObject({ exit: 1 });
    expect(out.length + err.length).toBeLessThan(100_000);
  },
);
