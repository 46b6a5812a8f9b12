import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which rooms a room may look into, and why no further. */
const rooms: Record<string, { sees: string[]; why: string }> = {
  model: { sees: [], why: 'words that everyone shares cannot depend on anyone' },
  'machine.ts': { sees: [], why: 'it names what the machine offers, nothing of ours' },
  text: { sees: ['model'], why: 'it turns the text of a file into values with places, whatever they mean' },
  settings: { sees: ['model', 'text'], why: 'what we want does not depend on what there is' },
  desired: { sees: ['model', 'text'], why: 'what we want does not depend on what there is' },
  live: { sees: ['model'], why: 'it puts together what the ports say, whichever they are' },
  plan: { sees: ['model'], why: 'a plan is arithmetic on two lists' },
  render: { sees: ['model'], why: 'a page is made from a plan, never from an API' },
  apply: { sees: ['model'], why: 'it is handed the hands that write' },
  http: { sees: ['model', 'machine.ts'], why: 'it knows requests, not layers' },
  tiktok: { sees: ['model', 'machine.ts', 'http'], why: 'it is the only room that knows TikTok' },
  layers: { sees: ['model', 'machine.ts', 'http'], why: 'it is the only room that knows Layers' },
  github: { sees: ['model', 'machine.ts'], why: 'it posts text that it is handed' },
  sandbox: { sees: ['machine.ts'], why: 'an independent witness: sharing our code, it would share our mistakes' },
  cli: { sees: ['*'], why: 'somebody has to put the rooms together' },
};

/** Which rooms may use a package from outside, so that swapping one touches one room. */
const packages: Record<string, string[]> = {
  yaml: ['text', 'sandbox'],
  zod: ['cli', 'text', 'settings', 'desired', 'plan', 'http', 'layers', 'tiktok', 'github', 'sandbox'],
  undici: ['http', 'machine.ts'],
  diff: ['render'],
  '@octokit/rest': ['github'],
  '@octokit/plugin-retry': ['github'],
  '@octokit/plugin-throttling': ['github'],
  fflate: ['github'],
  commander: ['cli'],
};

/** What only the machine may touch: a pure room that reads the clock gives other bytes the second time. */
const MACHINE_ONLY = /\bDate\.now\(|new Date\(\)|\bprocess\.|\bconsole\.|Math\.random|\bfetch\(|performance\.now/;
const OUTSIDE_THE_MACHINE = ['cli/real-machine.ts', 'cli/main.ts', 'cli/action/main.ts'];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

function roomOf(file: string): string {
  return file.split(sep)[0] ?? file;
}

/** A room is entered by its door, so what is behind it can be rearranged. */
function isDoor(file: string): boolean {
  return file === 'machine.ts' || file.split(sep).slice(1).join('/') === 'index.ts';
}

function specifiersOf(file: string): readonly string[] {
  const text = readFileSync(join('src', file), 'utf8');
  const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'([^']+)'/g);
  return [...found].map((match) => match[1] ?? '');
}

function importsOf(file: string): readonly string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => normalize(join(dirname(file), specifier)));
}

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(100);
});

describe.each(files)('%s', (file) => {
  const room = roomOf(file);

  test('looks only where it may', () => {
    const rule = rooms[room] ?? { sees: [], why: `${room} is new: say in this test what it may see, and why` };
    const outside = importsOf(file).filter((target) => roomOf(target) !== room);
    const strays = outside.filter((target) => !rule.sees.includes('*') && !rule.sees.includes(roomOf(target)));
    expect(strays, `${room} sees only [${rule.sees}]: ${rule.why}`).toEqual([]);
    expect(
      outside.filter((target) => !isDoor(target)),
      'enter a room by its index.ts',
    ).toEqual([]);
  });

  test('uses packages where they belong', () => {
    const used = specifiersOf(file).filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'));
    const strays = used.filter((name) => !packages[name]?.includes(room));
    expect(strays, 'each package comes in at one place').toEqual([]);
  });

  test('leaves the clock, the environment and the console to the machine', () => {
    if (OUTSIDE_THE_MACHINE.includes(file.split(sep).join('/'))) return;
    const lines = readFileSync(join('src', file), 'utf8').split('\n');
    const code = lines.filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line));
    expect(code.filter((line) => MACHINE_ONLY.test(line))).toEqual([]);
  });
});
