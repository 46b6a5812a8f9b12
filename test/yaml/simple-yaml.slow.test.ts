import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnyYaml } from '../../src/yaml/any-yaml.ts';
import { readSimpleYaml } from '../../src/yaml/simple-yaml.ts';
import { GENERATED } from '../editor/generated.ts';

/** Whether the text was read; then the parser must read the same, and have nothing to say. */
function isReadAlike(written: string): boolean {
  const text = written.replace('\ufeff', '');
  const root = readSimpleYaml(text, 'a.yaml');
  if (root === undefined) return false;
  const read = readAnyYaml(text, 'a.yaml');
  // `expect` takes ten times as long.
  if (!isDeepStrictEqual(read, { root, findings: [] }))
    expect(read, JSON.stringify(text)).toEqual({ root, findings: [] });
  return true;
}

const PLAIN = ['x', 'y z', 'a:b', 'a#b', 'a - b', '12', '1.50', 'true', 'null', '~', 'http://a:b', '${SPARK_A}', 'é ü'];
const QUOTED = ['"q"', "'s t'", '"a # b"', "'a: b'", '""'];
const FLOW = ['[1, two, "3"]', '[ a*b , c&d ]', '{ k: v, l: [1] }', '[a "b" c, d!e]', '[[a], {b: c}]', '[]', '{}'];
const COMMENTED = ['', '# c', 'x # c', '"x" # c', '[a] # c', 'x '];
const ODD = ['007', '0x1', '1e3', '-1', '+1', '.5', '.inf', '254e4', '100,000', '2001-01-01', 'a #b', "'x'# c", '[a,]'];
const BROKEN = [
  '[a',
  '{a}',
  '{a: }',
  '[a: b]',
  '["a": b]',
  'x]',
  '{',
  'a: b',
  'x:',
  '"x": y',
  '"a',
  "it's'",
  "'it''s'",
];
const MARKS = ['|', '>-', '*a', '&a x', '!x', '- x', '-', '-x', '?', '? x', '%x', '@x', '`x', '"a\\"b"', '"a\\', ', a'];

const scalar = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...PLAIN, ...QUOTED, ...FLOW, ...COMMENTED) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD, ...BROKEN, ...MARKS) },
);
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'key-1', '$schema', 'x.y', 'A_B');

type Lines = readonly string[];

const below = (lines: Lines, by: number): Lines => lines.map((line) => (line === '' ? line : ' '.repeat(by) + line));

/** The lines of maps and lists in each other. */
const { node } = fc.letrec<{ node: Lines; map: Lines; list: Lines }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, tie('map'), tie('map'), tie('list')),
  map: fc
    .uniqueArray(fc.tuple(key, scalar, fc.oneof(fc.constant([]), tie('node')), fc.constantFrom(0, 2, 2, 2, 4)), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 4,
    })
    .map((members) =>
      members.flatMap(([name, value, inner, by]) =>
        inner.length === 0
          ? [`${name}: ${value}`]
          : [`${name}:`, ...below(inner, inner[0]?.startsWith('-') ? by : by || 2)],
      ),
    ),
  list: fc
    .array(
      fc.tuple(
        fc.oneof(
          tie('map'),
          scalar.map((value) => [value || 'x']),
        ),
        fc.constantFrom(1, 1, 3),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((items) =>
      items.flatMap(([lines, width]) => [`-${' '.repeat(width)}${lines[0]}`, ...below(lines.slice(1), width + 1)]),
    ),
}));

const SLIPS: readonly ((line: string, at: number) => Lines)[] = [
  () => [],
  (line) => [line, line],
  (line) => [` ${line}`],
  (line) => [line.trimStart()],
  (line, at) => [' '.repeat(at % 7), line],
  (line, at) => [`${' '.repeat(at % 7)}# comment`, line],
  (line, at) => [line.slice(0, at) + line.slice(at + 1)],
  (line, at) => [`${line.slice(0, at)}${[...':#-"\',[]{}&*!|>% \\?'][at % 18]}${line.slice(at)}`],
  (line, at) => [line.replace(/[\w$.-]+(?=:)/, ['__proto__', '1', '"q"', 'é', '<<', 'a b', 'a '][at % 7] ?? '')],
];

/** A layout of every kind, half of them with a slip. */
const LAYOUTS = fc
  .record({
    lines: node,
    slip: fc.option(fc.constantFrom(...SLIPS)),
    line: fc.nat(30),
    at: fc.nat(30),
    end: fc.constantFrom('\n', '', '\n\n', '\n# end\n', '\n  # end\n', '\n    # end'),
  })
  .map(({ lines, slip, line, at, end }) => {
    const changed = lines.flatMap((text, index) => (slip && index === line % lines.length ? slip(text, at) : [text]));
    return changed.join('\n') + end;
  });

test('the parser agrees about generated documents', () => {
  const texts = fc.sample(GENERATED, { numRuns: 2000, seed: 15 }).map(({ text }) => text);
  expect(texts.filter(isReadAlike).length).toBeGreaterThan(800);
});

test('the parser agrees about layouts of every kind', () => {
  const texts = fc.sample(LAYOUTS, { numRuns: 6000, seed: 15 });
  expect(texts.filter(isReadAlike).length).toBeGreaterThan(1500);
});

test('the parser agrees about every document of the repository', () => {
  const paths = execFileSync('git', ['ls-files', '*.yaml', '*.yml'], { encoding: 'utf8' }).trim().split('\n');
  const read = paths.filter((path) => isReadAlike(readFileSync(path, 'utf8')));
  expect(read).toEqual(expect.arrayContaining(paths.filter((path) => /^examples\/[^/]+\/layers\//.test(path))));
});
