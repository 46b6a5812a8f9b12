import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { ROUTES } from '../../src/sandbox/layers/routes.ts';
import { OPEN_ROUTES, ROUTES as TIKTOK_ROUTES } from '../../src/sandbox/tiktok/routes.ts';

const routes = [
  ...ROUTES.map(({ method, path }) => `layers ${method} ${path}`),
  ...[...OPEN_ROUTES, ...TIKTOK_ROUTES].map(({ method, path }) => `tiktok ${method} ${path}`),
];
const FILE = '.github/CONFORMANCE.md';
let table = '';
const rows: string[] = [];

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['test/conformance.mjs'], { maxBuffer: 1 << 26 });
  table = stdout;
  const found = stdout.matchAll(/^\| (layers|tiktok) \| `(\S+) (\S+)` \| (\w+) \|/gm);
  rows.push(...[...found].map(([, api, method, path, aspect]) => `${api} ${method} ${path} ${aspect}`));
}, 60_000);

test('the published table matches the tests', () => {
  expect(readFileSync(FILE, 'utf8').split('\n\n').slice(2).join('\n\n'), 'npm run conformance -- --write').toBe(table);
});

test.each([
  { aspect: 'shape', why: 'an endpoint without an observed response proves nothing' },
  { aspect: 'errors', why: 'one that refuses nothing proves nothing either' },
])('every endpoint has a test of its $aspect: $why', ({ aspect }) => {
  expect(routes.filter((route) => !rows.includes(`${route} ${aspect}`))).toEqual([]);
});

test('has no row about an endpoint that is not served', () => {
  const known = new Set(routes);
  const unknownKeys = rows.filter((row) => !known.has(row.slice(0, row.lastIndexOf(' '))));
  expect([...new Set(unknownKeys)]).toEqual([]);
});
