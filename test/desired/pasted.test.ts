import { expect, test } from 'vitest';
import { parsePastedConfig } from '../../src/desired/index.ts';

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
