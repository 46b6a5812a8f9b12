import { expect, test } from 'vitest';
import { parsePastedByLayer, parsePastedConfig } from '../../src/desired/index.ts';

const parsed = (pasted: string) => parsePastedConfig(new TextEncoder().encode(pasted), 'pasted.json');

test.each([
  { pasted: '{ "mode": "agencyy" }', column: 11, remedy: 'Did you mean "agency"?' },
  { pasted: '{ "objectives": ["traffic", 7] }', column: 29, remedy: 'Write a text, in quotes.' },
  { pasted: '{ "objectives": "traffic" }', column: 17, remedy: 'Write a list of texts.' },
  { pasted: '{ "capi": { "event_map": { "trial": 7 } } }', column: 37, remedy: 'Write a text, in quotes.' },
  { pasted: '{ "objectives": [["traffic"]] }', column: 19, remedy: 'Write a text, in quotes.' },
  { pasted: '{ "adAccountId": ["7098765432109876543"] }', column: 3, remedy: 'Write a text, in quotes.' },
  { pasted: '{ "capi": { "enabled": "yes" } }', column: 24, remedy: 'Write true or false.' },
  { pasted: '{ "monthlyCostCap": "30000 USD" }', column: 21, remedy: 'Write a number.' },
  { pasted: '{ "monthlyCostCap": .inf }', column: 21, remedy: 'Write a number.' },
  { pasted: '{ "monthlyCostCap": -.inf }', column: 21, remedy: 'Write a number.' },
  { pasted: '{ "monthlyCostCap": .nan }', column: 21, remedy: 'Write a number.' },
  { pasted: '{ "monthlyCostCap": 1e999 }', column: 21, remedy: 'Write a number.' },
])('the problem of $pasted is at column $column', ({ pasted, column, remedy }) => {
  expect(parsed(pasted)).toMatchObject({
    ok: false,
    problems: [{ code: 'confirm/invalid', location: { line: 1, column }, remedy }],
  });
});

test('lists, maps and `null` are accepted', () => {
  const pasted =
    '{ "mode": "byo", "objectives": [], "capi": { "event_map": {}, "enabled": null }, "monthlyCostCap": 5 }';
  expect(parsed(pasted)).toMatchObject({
    ok: true,
    value: { fields: { mode: 'byo', objectives: [], 'capi.event_map': {}, monthlyCostCap: 5 }, unknownKeys: [] },
  });
});

test('each wrong entry of a list or map is reported', () => {
  expect(parsed('{"capi":{"event_map":{"a":1}},"objectives":["app_installs",5]}')).toMatchObject({
    problems: [
      { message: '"capi.event_map.a" cannot be 1.', location: { column: 27 } },
      { message: '"objectives[1]" cannot be 5.', location: { column: 60 } },
    ],
  });
});

test('keys with a dot are unknown, not nested', () => {
  const pasted = '{ "capi.enabled": true, "capi": { "event_map.a": "b", "pixel_id": "C4A9P2Q7R5" } }';
  expect(parsed(pasted)).toMatchObject({
    ok: true,
    value: { fields: { 'capi.pixel_id': 'C4A9P2Q7R5' }, unknownKeys: ['capi.enabled', 'capi.event_map.a'] },
  });
});

/** `ok`, or the codes of each layer; the codes of all if nothing can be used. */
function byLayer(text: string, named: readonly string[]): unknown {
  const read = parsePastedByLayer(new TextEncoder().encode(text), named, 'pasted.json');
  if (!read.ok) return read.problems.map(({ code }) => code);
  return Object.fromEntries(
    [...read.value].map(([layer, one]) => [layer, one.ok ? 'ok' : one.problems.map(({ code }) => code)]),
  );
}

const one = '{ "mode": "byo" }';

test.each([
  { name: 'one config', why: 'one layer is named', text: one, named: ['acme'], is: { acme: 'ok' } },
  {
    name: 'its own entry',
    why: 'one file can serve all layers',
    text: `{ "acme": ${one} }`,
    named: ['acme'],
    is: { acme: 'ok' },
  },
  {
    name: 'two entries',
    why: 'no layer is named',
    text: `{ "a": ${one}, "b": ${one} }`,
    named: [],
    is: { a: 'ok', b: 'ok' },
  },
  { name: 'a config without a name', why: 'nothing is guessed', text: one, named: [], is: ['confirm/invalid'] },
  { name: 'a list', why: 'it has no names', text: '[]', named: [], is: ['confirm/invalid'] },
  {
    name: 'a layer named like a member',
    why: 'the text is a config then',
    text: '{ "capi": {} }',
    named: ['capi'],
    is: { capi: 'ok' },
  },
  {
    name: 'a wrong value',
    why: 'it stops only its layer',
    text: `{ "a": { "mode": 1 }, "b": ${one} }`,
    named: [],
    is: { a: ['confirm/invalid'], b: 'ok' },
  },
  {
    name: 'an entry that is no config',
    why: 'it stops only its layer',
    text: `{ "a": "x", "b": ${one} }`,
    named: ['a', 'b'],
    is: { a: ['confirm/invalid'], b: 'ok' },
  },
  {
    name: 'a secret',
    why: 'it stops only its layer',
    text: `{ "a": { "x": "lp_live_${'k'.repeat(12)}_${'s'.repeat(24)}" }, "b": ${one} }`,
    named: [],
    is: { a: ['document/secret'], b: 'ok' },
  },
  {
    name: 'one name twice',
    why: 'it is unknown which config is right',
    text: `{ "a": ${one}, "a": {}, "b": ${one} }`,
    named: [],
    is: { a: ['document/duplicate-key'], b: 'ok' },
  },
  {
    name: 'a text that ends early',
    why: 'half a paste is not a config',
    text: `{ "a": ${one}, "b": {`,
    named: [],
    is: ['document/syntax'],
  },
])('$name: $why', ({ text, named, is }) => {
  const read = byLayer(text, named);
  expect(Array.isArray(read) ? [...new Set(read)] : read).toEqual(is);
});
