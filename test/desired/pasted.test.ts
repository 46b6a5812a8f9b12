import { expect, test } from 'vitest';
import { parsePastedConfig } from '../../src/desired/index.ts';

test.each([
  { pasted: '{ "mode": "agencyy" }', column: 11, remedy: 'Did you mean "agency"?' },
  { pasted: '{ "objectives": ["traffic", 7] }', column: 29, remedy: 'Write a text, in quotes.' },
  { pasted: '{ "objectives": "traffic" }', column: 17, remedy: 'Write a list of texts.' },
  { pasted: '{ "capi": { "event_map": { "trial": 7 } } }', column: 37, remedy: 'Write a text, in quotes.' },
  { pasted: '{ "monthlyCostCap": "30000 USD" }', column: 21, remedy: 'Write a number.' },
])('the problem of $pasted is at column $column', ({ pasted, column, remedy }) => {
  expect(parsePastedConfig(new TextEncoder().encode(pasted), 'pasted.json')).toMatchObject({
    ok: false,
    problems: [{ code: 'confirm/invalid', location: { line: 1, column }, remedy }],
  });
});

test('lists, maps and `null` are accepted', () => {
  const pasted =
    '{ "mode": "byo", "objectives": [], "capi": { "event_map": {}, "enabled": null }, "monthlyCostCap": 5 }';
  expect(parsePastedConfig(new TextEncoder().encode(pasted), 'pasted.json')).toMatchObject({
    ok: true,
    value: { fields: { mode: 'byo', objectives: [], 'capi.event_map': {}, monthlyCostCap: 5 }, unknownKeys: [] },
  });
});
