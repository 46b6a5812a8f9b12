import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, exactNumber, type Value, withPlainNumbers } from '../../src/model/index.ts';

/** As the digests of the first version were written. */
function written(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  const entries = Object.entries(value as Readonly<Record<string, Value>>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${written(member)}`).join(',')}}`;
}

test.each<{ name: string; why: string; value: Value; text: string }>([
  { name: 'sorted keys', why: 'nothing is to do', value: { a: 1, b: [2] }, text: '{"a":1,"b":[2]}' },
  { name: 'keys in a different order', why: 'equal maps are equal', value: { b: 1, a: 2 }, text: '{"a":2,"b":1}' },
  { name: 'keys like numbers', why: 'JavaScript orders them', value: { 9: 'a', 10: 'b' }, text: '{"10":"b","9":"a"}' },
  {
    name: 'a long number',
    why: 'it is compared as its digits',
    value: { a: [exactNumber('7012345678901234567')], b: exactNumber('1.0') },
    text: '{"a":["7012345678901234567"],"b":1}',
  },
])('$name: $why', ({ value, text }) => {
  expect(canonicalJson(value)).toBe(text);
});

test('an absent member is not written', () => {
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});

test('the text of a value never changes', () => {
  // JSON has no -0.
  const value = fc.jsonValue().map((each) => JSON.parse(JSON.stringify(each)) as Value);
  fc.assert(fc.property(value, (each) => canonicalJson(each) === written(each)));
});

test('a value without exact numbers is not copied, whatever its form', () => {
  const value = fc.jsonValue().map((each) => each as Value);
  fc.assert(fc.property(value, (each) => withPlainNumbers(each) === each));
  const exact = { a: [exactNumber('7012345678901234567')], b: {} };
  expect(withPlainNumbers(exact)).toEqual({ a: ['7012345678901234567'], b: {} });
});
