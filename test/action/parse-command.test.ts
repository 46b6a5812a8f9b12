import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommentCommand, parseCommand } from '../../src/action/comment/parse-command.ts';
import { layerNames } from '../../src/model/index.ts';

const MALFORMED = { kind: 'malformed' } as const;
const long = 'x'.repeat(100_000);

const cases: readonly { readonly name: string; readonly why: string; readonly body: string; readonly is: unknown }[] = [
  ...(['plan', 'apply', 'help'] as const).map((kind) => ({
    name: kind,
    why: 'the command alone is enough',
    body: `/reconcile ${kind}`,
    is: { kind },
  })),
  {
    name: 'one name',
    why: 'the usual confirmation',
    body: '/reconcile confirm acme-ios',
    is: { kind: 'confirm', names: ['acme-ios'] },
  },
  {
    name: 'several names',
    why: 'they may be separated by spaces, tabs and commas, as in the workflow',
    body: '/reconcile confirm  a.b,c_d,\te-1  a.b',
    is: { kind: 'confirm', names: ['a.b', 'c_d', 'e-1'] },
  },
  { name: 'CRLF', why: 'GitHub sends it', body: '/reconcile apply\r\n\r\nthanks\r\n', is: { kind: 'apply' } },
  { name: 'empty lines first', why: 'they are invisible', body: '\r\n \n\t\n/reconcile help', is: { kind: 'help' } },
  { name: 'spaces at the end', why: 'they are invisible', body: '/reconcile plan \t\nnow', is: { kind: 'plan' } },
  {
    name: 'a second command below',
    why: 'only the first line counts',
    body: '/reconcile help\n/reconcile apply',
    is: { kind: 'help' },
  },
  { name: 'no command', why: 'people talk', body: 'please /reconcile apply', is: undefined },
  { name: 'a command after text', why: 'it may be a quotation', body: 'Try:\n/reconcile apply', is: undefined },
  { name: 'a quotation', why: 'a reply by mail quotes', body: '> /reconcile apply', is: undefined },
  { name: 'a code fence', why: 'an example is not a command', body: '```\n/reconcile apply\n```', is: undefined },
  { name: 'code', why: 'an example is not a command', body: '`/reconcile apply`', is: undefined },
  { name: 'indented code', why: 'an example is not a command', body: '    /reconcile apply', is: undefined },
  { name: 'a list', why: 'an example is not a command', body: '- /reconcile apply', is: undefined },
  { name: 'a hidden comment', why: 'readers do not see it', body: '<!--\n/reconcile apply\n-->', is: undefined },
  { name: 'a longer word', why: 'it is a different bot', body: '/reconciled apply', is: undefined },
  { name: 'a path', why: 'it is a path', body: '/reconcile/apply', is: undefined },
  { name: 'capitals', why: 'nothing but this word is parsed', body: '/Reconcile apply', is: undefined },
  { name: 'a zero-width space inside', why: 'the word differs', body: '/recon\u200Bcile apply', is: undefined },
  { name: 'a zero-width space before', why: 'the line starts with it', body: '\u200B/reconcile apply', is: undefined },
  { name: 'a zero-width space after', why: 'the word is longer', body: '/reconcile\u200B apply', is: undefined },
  { name: 'nothing', why: 'a comment can be empty', body: '', is: undefined },
  { name: 'only empty lines', why: 'a comment can be empty', body: '\n \r\n', is: undefined },
  { name: 'the word alone', why: 'it is answered with help', body: '/reconcile', is: MALFORMED },
  { name: 'an unknown command', why: 'it is answered with help', body: '/reconcile destroy', is: MALFORMED },
  { name: 'a command with an argument', why: 'it has none', body: '/reconcile apply acme-ios', is: MALFORMED },
  { name: 'a command with capitals', why: 'it is answered with help', body: '/reconcile Apply', is: MALFORMED },
  { name: 'a no-break space', why: 'only spaces and tabs separate', body: '/reconcile apply\u00A0', is: MALFORMED },
  { name: 'a line separator', why: 'it ends no line here', body: '/reconcile apply\u2028x', is: MALFORMED },
  {
    name: 'confirm without a name',
    why: 'all layers at once are not confirmed',
    body: '/reconcile confirm',
    is: MALFORMED,
  },
  ...['A', '../a', '--all', '$(id)', '`id`', 'a;b', '@all', 'a\u200B', 'é', long, '-', '*'].map((word) => ({
    name: `the name ${word.slice(0, 10)}`,
    why: 'no layer can have it',
    body: `/reconcile confirm acme-ios ${word}`,
    is: MALFORMED,
  })),
  {
    name: 'a very long line',
    why: 'GitHub has a limit, but others send events too',
    body: `/reconcile ${long}`,
    is: MALFORMED,
  },
  {
    name: 'a very long comment',
    why: 'only its first line is read',
    body: `/reconcile plan\n${long}`,
    is: { kind: 'plan' },
  },
];

describe('parseCommand', () => {
  test.each(cases)('$name: $why', ({ body, is }) => {
    expect(parseCommand(body)).toEqual(is);
  });

  test('reads thousands of names', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `layer-${index}`);
    expect(parseCommand(`/reconcile confirm ${names.join(' ')}`)).toEqual({ kind: 'confirm', names });
  });

  const name = fc.string({ unit: fc.constantFrom(...'ab09._-'), maxLength: 8 }).map((text) => `a${text}`);

  test('reads every list of names, whatever follows on other lines', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), fc.string(), (names, more) => {
        const is: CommentCommand = { kind: 'confirm', names };
        expect(parseCommand(`/reconcile confirm ${names.join(', ')}\r\n${more}`)).toEqual(is);
      }),
    );
  });

  test('never returns text that is not the name of a layer', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/reconcile',
        ' ',
        'confirm',
        'plan',
        '\n',
        '\r\n',
        ',',
        '> ',
        '```',
        '\u200B',
        '<!--',
        '${{ x }}',
      ),
      fc.string({ maxLength: 8 }),
      name,
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const found = parseCommand(pieces.join(''));
        if (found === undefined) return;
        expect(pieces.join('').replace(/^[ \t\r\n]+/, '')).toMatch(/^\/reconcile/);
        expect(JSON.stringify(found)).toMatch(/^\{"kind":"\w+"(?:,"names":\["[a-z0-9._-]+"(?:,"[a-z0-9._-]+")*\])?\}$/);
      }),
    );
  });
});

test('layerNames reads the list of the workflow, on several lines too', () => {
  expect(layerNames(' acme-ios,\n acme-android ')).toEqual(['acme-ios', 'acme-android']);
  expect(layerNames(' , ')).toBeUndefined();
  expect(layerNames('acme-ios Acme')).toBeUndefined();
});
