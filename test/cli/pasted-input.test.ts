import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-pasted-'));
const root = join(folder, 'repo');

beforeAll(() => {
  cpSync('examples/byo', root, { recursive: true });
  mkdirSync(join(root, '.git'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing listens there: pasted text is read before any request. */
const env = {
  LAYERS_API_URL: 'http://127.0.0.1:9',
  TIKTOK_API_URL: 'http://127.0.0.1:9',
  LAYERS_API_KEY: 'k'.repeat(9),
  TIKTOK_ACCESS_TOKEN: 't'.repeat(9),
};

async function confirmed(json: string, input: Uint8Array): Promise<{ readonly codes: unknown; readonly err: string }> {
  const still = fakeMachine({ cwd: root, env, input });
  const line = ['confirm', 'acme-ios', '--format', 'json', '--json', json];
  await run(line, { bare: still.machine, full: async () => still.machine });
  await still.close();
  const { problems } = JSON.parse(still.out()) as { problems: readonly { code: string }[] };
  return { codes: problems.map(({ code }) => code), err: still.out() };
}

const config = '{ "capi": { "event_map": { "café_visited": "Search" } } }';

describe.each(['a file', 'standard input'])('pasted text, from %s', (from) => {
  test.each([
    { is: 'UTF-8', bytes: Buffer.from(config), codes: ['api/unreachable'] },
    { is: 'UTF-8 with a byte order mark', bytes: Buffer.from(`\ufeff${config}`), codes: ['api/unreachable'] },
    { is: 'Latin-1', bytes: Buffer.from(config, 'latin1'), codes: ['document/encoding'] },
    { is: 'UTF-16', bytes: Buffer.from(`\ufeff${config}`, 'utf16le'), codes: ['document/encoding'] },
    {
      is: 'cut off within a letter',
      bytes: Buffer.from(config).subarray(0, config.indexOf('é') + 1),
      codes: ['document/encoding'],
    },
    { is: 'larger than 1 MiB', bytes: Buffer.alloc(2 ** 20 + 1, ' '), codes: ['document/too-large'] },
    { is: 'nothing', bytes: Buffer.alloc(0), codes: ['confirm/invalid'] },
  ])('that is $is: $codes', async ({ bytes, codes }) => {
    writeFileSync(join(root, 'pasted.json'), bytes);
    const told = await confirmed(from === 'a file' ? 'pasted.json' : '-', bytes);
    expect(new Set(told.codes as readonly string[])).toEqual(new Set(codes));
  });
});

test('lines of a file from outside the repository are not shown, and those of one in it are', async () => {
  const text = '{ "mode": "SELFMADE-PRIVATE-VALUE", "capi": 1 }';
  for (const path of ['../elsewhere.json', 'pasted.json']) writeFileSync(join(root, path), text);
  const shown = async (path: string) => (await confirmed(path, Buffer.alloc(0))).err.includes('"excerpt"');
  expect([await shown('../elsewhere.json'), await shown('pasted.json')]).toEqual([false, true]);
});
