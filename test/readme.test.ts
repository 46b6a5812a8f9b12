import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENT_PATHS } from '../src/model/index.ts';
import { EXIT } from '../src/operations/index.ts';
import { settingsSchema } from '../src/settings/index.ts';

const readme = readFileSync('README.md', 'utf8');
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const lines = blocks.flatMap((block) => block.trim().split('\n'));
const npmLines = lines.filter((line) => line.startsWith('npm '));

test('the npm commands are the demo and the quick tests', () => {
  expect(npmLines).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
});

const yaml = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

test('the pre-commit configuration names a hook of this repository', () => {
  const [config] = yaml.filter((text) => text.startsWith('repos:')).map((text) => parse(text));
  const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
  const { repository, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(config.repos).toEqual([
    { repo: repository.url.replace(/^git\+|\.git$/g, ''), rev: `v${version}`, hooks: [{ id: hook.id }] },
  ]);
});

test('the layer document is the one of the example, and the settings are valid', () => {
  const [document, ...settings] = yaml.filter((text) => !text.startsWith('repos:'));
  expect(document).toBe(readFileSync('examples/byo/layers/acme-ios.yaml', 'utf8'));
  expect(settings).toHaveLength(2);
  const isValid = new Ajv({ strict: false }).compile(settingsSchema());
  for (const text of settings) expect(isValid(parse(text))).toBe(true);
});

describe('the reference is complete', () => {
  test('commands', () => {
    const help = execFileSync(process.execPath, ['dist/cli/main.js', '--help'], { encoding: 'utf8' });
    const commands = [...help.matchAll(/^ {2}(\w+) (?:\[options]|<)/gm)].map((match) => match[1] ?? '');
    const documented = firstColumn('### Commands').map((cell) => cell.split(' ')[0] ?? '');
    expect(documented.toSorted()).toEqual(commands.toSorted());
  });

  test('exit codes', () => {
    expect(firstColumn('### Exit codes').toSorted()).toEqual(Object.values(EXIT).map(String).toSorted());
  });

  test('fields of a layer document', () => {
    const fields = firstColumn('### Who reads and sets each field').join('\n');
    expect(DOCUMENT_PATHS.filter((path) => !fields.includes(path))).toEqual([]);
  });
});

/** The first cells of the table under a heading, without code marks. */
function firstColumn(heading: string): readonly string[] {
  const section = readme.split(`${heading}\n`)[1]?.split(/^##/m)[0] ?? '';
  return [...section.matchAll(/^\| (?!---)(.*?) \|/gm)].slice(1).map((match) => match[1]?.replaceAll('`', '') ?? '');
}

describe('guides for contributors', () => {
  const contributing = readFileSync('.github/CONTRIBUTING.md', 'utf8');
  const map = readFileSync('src/README.md', 'utf8');

  test('name only paths that exist', () => {
    const paths = [...`${contributing}${map}`.matchAll(/(?<![\w/])(?:src|test)\/[\w./-]*\w/g)].map(([path]) => path);
    const places = [...map.matchAll(/^\| .+\? \| `(.+)` \|$/gm)].map((match) => `src/${match[1]}`);
    expect(places).toHaveLength(4);
    expect([...paths, ...places].filter((path) => !existsSync(path))).toEqual([]);
  });

  test('list every room', () => {
    const rooms = readdirSync('src').filter((name) => name !== 'README.md');
    const table = map.split('## Rooms')[1]?.split('\n## ')[0] ?? '';
    const listed = [...table.matchAll(/^\| (`.+?`) \|/gm)].flatMap((match) => match[1]?.match(/[\w.]+/g) ?? []);
    expect(listed.toSorted()).toEqual(rooms.toSorted());
  });
});

test('every link to a section has a heading', () => {
  const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '').toLowerCase().replaceAll(' ', '-'),
  );
  const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1] ?? '');
  expect(links.filter((link) => !headings.includes(link))).toEqual([]);
});

test('every link into the repository has a target', () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map((match) => match[1] ?? '');
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});
