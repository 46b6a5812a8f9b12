import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { editMembers } from '../../src/yaml/index.ts';

const DOCUMENT = `# Ours.
name: acme   # the client
ids: { a: "1", b: 'x' }
list:
  # first
  - one      # keep
  - two
map:
  x: 1       # one

  y: 2
last: end`;

describe('an edit changes only its bytes', () => {
  test.each([
    {
      name: 'a plain value',
      why: 'the comment beside it stays',
      path: ['name'],
      value: 'beta',
      from: 'acme ',
      to: 'beta ',
    },
    { name: 'a quoted value', why: 'quotes stay', path: ['ids', 'a'], value: '2', from: '"1"', to: '"2"' },
    { name: 'a single-quoted value', why: 'so do these', path: ['ids', 'b'], value: 'y', from: "'x'", to: "'y'" },
    {
      name: 'an id in place of a plain word',
      why: 'YAML would round the number',
      path: ['name'],
      value: '7098765432109876543',
      from: 'name: acme ',
      to: 'name: "7098765432109876543" ',
    },
    {
      name: 'a list',
      why: 'lines of items that stay keep their comments',
      path: ['list'],
      value: ['one', 'three'],
      from: '  - two\n',
      to: '  - three\n',
    },
    { name: 'a removed member', why: 'its line goes', path: ['map', 'y'], value: undefined, from: '  y: 2\n', to: '' },
    {
      name: 'a removed member in braces',
      why: 'and so does the comma',
      path: ['ids', 'a'],
      value: undefined,
      from: '{ a: "1", b',
      to: '{ b',
    },
    {
      name: 'a new member of a map',
      why: 'it is below the others',
      path: ['map', 'z'],
      value: 3,
      from: '  y: 2\n',
      to: '  y: 2\n  z: 3\n',
    },
    {
      name: 'a new member at an end without a line feed',
      why: 'the file gets none',
      path: ['more'],
      value: true,
      from: 'last: end',
      to: 'last: end\nmore: true',
    },
    {
      name: 'a new map',
      why: 'its parent did not exist',
      path: ['capi', 'enabled'],
      value: false,
      from: 'last: end',
      to: 'last: end\ncapi:\n  enabled: false',
    },
    {
      name: 'a block that becomes null',
      why: 'an inherited map is removed so',
      path: ['map'],
      value: null,
      from: 'map:\n  x: 1       # one\n\n  y: 2\n',
      to: 'map: null\n',
    },
    {
      name: 'a member that does not exist',
      why: 'it is gone already',
      path: ['none'],
      value: undefined,
      from: '',
      to: '',
    },
  ])('$name: $why', ({ path, value, from, to }) => {
    const expected = DOCUMENT.replace(from, to);
    expect(editMembers(DOCUMENT, [{ path, value }])).toBe(expected);
    const windows = DOCUMENT.replaceAll('\n', '\r\n');
    expect(editMembers(windows, [{ path, value }]), 'line ends stay').toBe(expected.replaceAll('\n', '\r\n'));
  });

  test.each([
    { text: '{"a": 1, "b": {"c": "x"}}', path: ['b', 'c'], value: 'y', after: '{"a": 1, "b": {"c": "y"}}' },
    { text: '{"a": 1}', path: ['b'], value: ['x'], after: '{"a": 1, "b": ["x"]}' },
    { text: '{\n  "a": 1,\n  "b": 2\n}\n', path: ['b'], value: undefined, after: '{\n  "a": 1\n}\n' },
    { text: 'a: &x one\nb: *x\n', path: ['b'], value: 'two', after: 'a: &x one\nb: two\n' },
    { text: 'a:\nb: 1\n', path: ['a', 'c'], value: 2, after: 'a: { c: 2 }\nb: 1\n' },
    { text: 'a: |\n  long\nb: 1\n', path: ['a'], value: 'short', after: 'a: short\nb: 1\n' },
    { text: 'a:\n  b: 1\nc: 2\n', path: ['a', 'b'], value: undefined, after: 'c: 2\n' },
    { text: 'a: "- x"\n', path: ['a'], value: 'say "hi": #1', after: 'a: "say \\"hi\\": #1"\n' },
  ])('$text', ({ text, path, value, after }) => {
    const edited = editMembers(text, [{ path, value }]);
    expect(edited).toBe(after);
    expect(() => parse(edited ?? '', { version: '1.2' })).not.toThrow();
  });

  test('a text that is not a map is not edited', () => {
    expect(editMembers('- a\n', [{ path: ['a'], value: 1 }])).toBeUndefined();
  });
});
