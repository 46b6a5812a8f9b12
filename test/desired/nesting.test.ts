import { describe, expect, test } from 'vitest';
import { problemsIn, WHOLE } from './harness.ts';

const DEEP = 5_000;

/** Each of these ended the process, or could: the parser calls itself for each level. */
const deep: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'lists', text: `foo: ${'['.repeat(DEEP)}` },
  { name: 'closed lists', text: `foo: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}` },
  { name: 'maps', text: `foo: ${'{'.repeat(DEEP)}!` },
  { name: 'maps with keys', text: `foo: ${'{"a": '.repeat(DEEP)}` },
  { name: 'lists of one line', text: `foo:\n${'- '.repeat(DEEP)}a` },
  { name: 'keys of one line', text: `${'? '.repeat(DEEP)}a` },
  { name: 'lists by indentation', text: Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}-\n`).join('') },
  { name: 'maps by indentation', text: Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:\n`).join('') },
  { name: 'maps in a list item', text: `foo: [${'a: '.repeat(20_000)}b, c]` },
  { name: 'maps with quoted keys in a list item', text: `foo: [${'"a":'.repeat(20_000)}b, c]` },
  { name: 'keys in a list item', text: `foo: [a: b: ${'? '.repeat(20_000)}c]` },
  { name: 'maps in list items, in lists', text: `foo: ${`[${'a: '.repeat(90)}`.repeat(90)}b` },
  { name: 'lists in anchors', text: `foo: ${'&a ['.repeat(DEEP)}` },
];

describe('a document that is nested too deep is not parsed', () => {
  test.each(deep)('$name', ({ text }) => {
    const problems = problemsIn({ 'layers/a.yaml': `${WHOLE}${text}\n` });
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'document/syntax: The values are nested too deeply.',
    ]);
  });

  test('brackets in a text, in a comment or side by side are not nesting', () => {
    const text = [
      WHOLE,
      `# ${'['.repeat(DEEP)}`,
      ...Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}# comment`),
      `foo: "${'['.repeat(DEEP)}"`,
      `bar: |\n${Array.from({ length: 300 }, (_, at) => `  ${' '.repeat(at)}- [`).join('\n')}`,
      `baz: [${'[],'.repeat(300)}]`,
      `qux: [${'a: 1, {"b": 2}, '.repeat(300)}]`,
    ].join('\n');
    const problems = problemsIn({ 'layers/a.yaml': text });
    expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'document/unknown-field'));
  });

  test('members of JSON on one line are not nesting', () => {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`key${at}`, { a: [at] }])));
    const problems = problemsIn({ 'layers/a.json': text });
    expect(problems.map(({ code }) => code)).not.toContain('document/syntax');
  });
});
