import { describe, expect, test } from 'vitest';
import { findOldNames, oldNamesIn } from './old-names.mjs';

test('the repository has no old names', () => {
  expect(findOldNames()).toEqual([]);
});

describe('old names: finds', () => {
  test.each([
    { name: 'a word of its own', path: 'README.md', text: 'Calls askOnce.', found: ['README.md:1 askOnce > memoize'] },
    {
      name: 'a problem code',
      path: 'test/a.ts',
      text: '\n`apply/rival`',
      found: ['test/a.ts:2 apply/rival > apply/concurrent-run'],
    },
    {
      name: 'every name with the old ending',
      path: 'src/model/plan.ts',
      text: 'type ConfigSeen = 1;',
      found: ['src/model/plan.ts:1 *Seen > Live…'],
    },
    { name: 'no part of a longer name', path: 'README.md', text: 'askOnceMore, ask-once-more', found: [] },
    { name: 'the name of a file', path: 'src/http/say.ts', text: '', found: ['src/http/say.ts:1 say > sanitize'] },
    {
      name: 'an English word as an identifier',
      path: 'src/plan/wire.ts',
      text: 'const wanted = 1;',
      found: ['src/plan/wire.ts:1 wanted > desiredWire'],
    },
    {
      name: 'no English word in a comment or text',
      path: 'src/plan/wire.ts',
      text: "// wanted\nreturn 'wanted';",
      found: [],
    },
    {
      name: 'an English word after a glob and inside of a template',
      path: 'src/plan/wire.ts',
      text: "f('layers/**');\nconst a = `wanted ${wanted}`; // **/",
      found: ['src/plan/wire.ts:2 wanted > desiredWire'],
    },
    { name: 'no English word in a different room', path: 'src/yaml/tree.ts', text: 'const wanted = 1;', found: [] },
    {
      name: 'a member of a type',
      path: 'src/model/plan.ts',
      text: 'readonly gone?: true;',
      found: ['src/model/plan.ts:1 gone > removed'],
    },
    {
      name: 'a key of JSON',
      path: 'schemas/plan.schema.json',
      text: '  "gone": {}',
      found: ['schemas/plan.schema.json:1 gone > removed'],
    },
    {
      name: 'a member of the named type only',
      path: 'src/model/journal.ts',
      text: 'type A = {\n  readonly on: 1;\n};\ntype Entry = {\n  readonly on: 1;\n};',
      found: ['src/model/journal.ts:5 Entry.on > waitingOn'],
    },
    {
      name: 'a value of a union',
      path: 'src/apply/claim.ts',
      text: "return { state: 'rival' };",
      found: ['src/apply/claim.ts:1 rival > taken'],
    },
  ])('$name', ({ path, text, found }) => {
    expect(oldNamesIn(path, text)).toEqual(found);
  });
});
