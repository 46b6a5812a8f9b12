import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasPlainNumbers, isTooDeep, parseExact, parseJson } from '../../src/http/json.ts';
import { canonicalJson, exactJson, type Value, withPlainNumbers } from '../../src/model/index.ts';

const again = (text: string): string => {
  const parsed = parseExact(text);
  return parsed === undefined ? 'not JSON' : exactJson(parsed.value);
};

describe('exact numbers are written back with every digit', () => {
  test.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740993',
    '123456789012345678901234567890',
    '0.1000000000000000055511151231257827',
    '1.0',
    '1.50',
    '-0',
    '1e400',
    '1E+2',
    '{"__proto__":{"constructor":9007199254740993},"constructor":1,"toString":[1.0]}',
    String.raw`"\ud800"`,
    String.raw`{"\udfff":"\u0000"}`,
    '"9007199254740993"',
    '{"a 9007199254740993":"1.0","b":[[],{},"",null,true]}',
  ])('%s', (text) => {
    expect(again(text)).toBe(text);
  });

  /** JSON text whose numbers have any form; keys that JavaScript would move are left out. */
  const number = fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,30})?([eE][+-]?\d{1,3})?$/);
  const key = fc.oneof(
    fc.string().filter((text) => !/^\d+$/.test(text)),
    fc.constantFrom('__proto__', 'constructor'),
  );
  const { text: anyText } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { depthSize: 'small' },
      number,
      fc.constantFrom('null', 'true', 'false'),
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
      fc.array(tie('text'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc
        .uniqueArray(fc.tuple(key, tie('text')), { selector: ([name]) => name, maxLength: 4 })
        .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`),
    ),
  }));

  test('law: any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(again(text)).toBe(text);
      }),
    );
  });

  test('law: compared and shown, they equal the inexact ones', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [exact, plain] = [parseExact(text)?.value ?? null, parseJson(text)?.value as Value];
        expect(withPlainNumbers(exact)).toEqual(plain);
        expect(canonicalJson(exact)).toBe(canonicalJson(plain));
      }),
    );
  });

  test('law: one pass is enough for plain numbers', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(hasPlainNumbers(text));
        expect(parseExact(text)).toEqual(parseJson(text));
      }),
    );
  });

  test.each([
    { text: '{"id":"7012345678901234567","at":"2026-11-10T12:00:00.000Z","count":[0, -1.5,\n20 ]}', plain: true },
    { text: '[1.0]', plain: false },
    { text: '{"a": 1E2 }', plain: false },
    { text: '9007199254740992', plain: false },
    { text: ' -0', plain: false },
  ])('$text has only plain numbers: $plain', ({ text, plain }) => {
    expect(hasPlainNumbers(text)).toBe(plain);
  });

  test.each(['', '{', '[1', 'nope', '"', String.raw`"\"`])('%j is not JSON', (text) => {
    expect(parseExact(text)).toBeUndefined();
  });
});

describe('nesting', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  test.each([
    { name: 'as deep as any answer', text: deep(200), too: false },
    { name: 'deeper', text: deep(201), too: true },
    { name: 'deep objects', text: `${'{"a":'.repeat(201)}1${'}'.repeat(201)}`, too: true },
    { name: 'brackets in a string', text: JSON.stringify(deep(999)), too: false },
    { name: 'brackets behind an escaped quote', text: `"\\"${'['.repeat(999)}"`, too: false },
    { name: 'many lists side by side', text: `[${'[],'.repeat(999)}[]]`, too: false },
    { name: 'a string without an end', text: `"${'['.repeat(999)}`, too: false },
  ])('$name: $too', ({ text, too }) => {
    expect(isTooDeep(text)).toBe(too);
  });
});
