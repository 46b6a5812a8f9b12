import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/http/json.ts';

describe('parseJson', () => {
  test.each([
    { name: 'an id without quotes', text: '{"id":7389201234567890123}', value: { id: '7389201234567890123' } },
    { name: 'in a list, negative', text: '[-7389201234567890123, 1]', value: ['-7389201234567890123', 1] },
    { name: 'a long fraction is a number', text: '[1.7389201234567890123]', value: [1.7389201234567890123] },
    { name: 'an exponent is a number', text: '[1234567890123456789e2]', value: [1234567890123456789e2] },
    {
      name: 'digits in a string stay',
      text: '{"a\\"7389201234567890123":"x 7389201234567890123"}',
      value: { 'a"7389201234567890123': 'x 7389201234567890123' },
    },
    { name: 'what JavaScript can hold stays a number', text: '[9007199254740991]', value: [9007199254740991] },
  ])('$name', ({ text, value }) => {
    expect(parseJson(text)).toEqual({ value });
  });

  test.each(['', '{', '{"id":738920123456789012', 'nope'])('%j is not JSON', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  test('law: every JavaScript value is parsed as it was printed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ value, id: '7389201234567890123' });
        const safe = (text.match(/-?\d{16,}/g) ?? []).every((digits) => digits === '7389201234567890123');
        if (safe) expect(parseJson(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });
});

test.each(['"', '\\"', '"\\"', '\\', '1', '"1', '-1', '{"a":', '12345678901234567 ', '"12345678901234567'])(
  'a long text of %j is read once',
  (part) => {
    const text = `1234567890123456 ${part.repeat((512 * 1024) / part.length)}`;
    expect(parseJson(text)).toBeUndefined();
  },
);
