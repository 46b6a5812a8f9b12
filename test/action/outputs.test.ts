import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const schema = JSON.parse(readFileSync('schemas/action.schema.json', 'utf8'));

test('the schema has the outputs of action.yml, and only those', () => {
  const { outputs } = parse(readFileSync('action.yml', 'utf8')) as { readonly outputs: object };
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(outputs).sort());
});

test.each([
  { pulls: '[]', is: true },
  { pulls: '[7]', is: true },
  { pulls: '[7,8]', is: true },
  { pulls: `[${'7,'.repeat(256)}7]`, is: false },
  { pulls: '[0]', is: false },
  { pulls: '["7"]', is: false },
  { pulls: '[7,]', is: false },
])('pulls: $pulls', ({ pulls, is }) => {
  expect(new RegExp(schema.properties.pulls.pattern).test(pulls)).toBe(is);
});
