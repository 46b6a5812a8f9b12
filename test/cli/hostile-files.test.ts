import { execFileSync } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const SECRET = 'SELFMADE-PRIVATE-VALUE';
const folder = mkdtempSync(join(tmpdir(), 'reconcile-hostile-'));
const outside = join(folder, 'home/credentials');
const pipe = join(folder, 'pipe');
const at = (path: string): string => join(folder, 'repo', path);

beforeAll(() => {
  mkdirSync(dirname(outside));
  writeFileSync(outside, `[default]\nprivate_key_id = ${SECRET}\n`);
  execFileSync('mkfifo', [pipe]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every way in which a file is read, and the command that reads it. */
const WAYS = [
  { way: 'a layer document', path: 'layers/acme-ios.yaml', line: 'validate' },
  { way: 'a named document', path: 'named.yaml', line: 'validate named.yaml' },
  { way: 'a document to apply', path: 'named.yaml', line: 'apply named.yaml' },
  { way: 'a fragment', path: 'defaults/shared.yaml', line: 'validate', extends: '../defaults/shared.yaml' },
  { way: 'the settings', path: 'reconcile.yaml', line: 'validate' },
  { way: 'the settings in JSON', path: 'reconcile.yaml', line: 'validate --format json' },
  { way: 'the settings by their other name', path: 'reconcile.yml', line: 'plan' },
  { way: 'settings that are named', path: 'own.yaml', line: 'validate --config own.yaml' },
  { way: 'a world', path: 'world.yaml', line: 'plan --sandbox' },
  { way: 'a world that is named', path: 'w.yaml', line: 'sandbox w.yaml' },
  { way: 'a saved plan', path: 'plan.json', line: 'show plan.json' },
  { way: 'a saved plan to apply', path: 'plan.json', line: 'apply plan.json' },
  { way: 'a saved plan to comment', path: 'plan.json', line: 'comment plan.json --dry-run' },
  { way: 'a record', path: 'record.json', line: 'plan --replay record.json' },
  { way: 'a pasted config', path: 'pasted.json', line: 'confirm acme-ios --json pasted.json' },
] as const;

const FILES: readonly { readonly is: string; readonly says: RegExp; readonly make: (path: string) => void }[] = [
  { is: 'a link out of the repository', says: /link|outside/, make: (path) => symlinkSync(outside, path) },
  { is: 'a link to a device', says: /link|outside/, make: (path) => symlinkSync('/dev/zero', path) },
  { is: 'a link to nowhere', says: /broken link|outside/, make: (path) => symlinkSync('nowhere', path) },
  { is: 'a link to itself', says: /broken link|outside/, make: (path) => symlinkSync(path, path) },
  { is: 'a pipe', says: /not a file|outside/, make: (path) => linkSync(pipe, path) },
  {
    is: 'not UTF-8',
    says: /UTF-8|not a plan/,
    make: (path) => writeFileSync(path, Buffer.from(`é: ${SECRET}`, 'latin1')),
  },
];

async function ran(line: string) {
  const still = fakeMachine({
    cwd: at(''),
    env: { LAYERS_API_KEY: 'k'.repeat(9), TIKTOK_ACCESS_TOKEN: 't'.repeat(9) },
  });
  const exit = await run(line.split(' '), { bare: still.machine, full: async () => still.machine });
  await still.close();
  return { exit, text: still.out() + still.err() };
}

describe.each(WAYS)('$way', (way) => {
  beforeAll(() => {
    rmSync(at(''), { recursive: true, force: true });
    cpSync('examples/byo', at(''), { recursive: true });
    mkdirSync(at('.git'));
    mkdirSync(at('defaults'));
    if (way.path === 'reconcile.yml') rmSync(at('reconcile.yaml'));
    if (!('extends' in way)) return;
    const document = at('layers/acme-ios.yaml');
    writeFileSync(document, `extends: ${way.extends}\n${readFileSync(document, 'utf8')}`);
  });

  test.each(FILES)('that is $is is a problem, without waiting and without an excerpt', async ({ is, says, make }) => {
    rmSync(at(way.path), { force: true });
    make(at(way.path));
    const { exit, text } = await ran(way.line);
    expect(exit, text).toBe(1);
    expect(text).toMatch(says);
    if (is !== 'not UTF-8') expect(text).not.toContain(SECRET);
  });
});
