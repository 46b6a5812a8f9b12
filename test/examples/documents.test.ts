import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));

/** The schema in the modeline, by file name. */
const validators = new Map(
  ['layer', 'defaults', 'settings', 'world'].map((name) => {
    const file = `${name}.schema.json`;
    return [join('schemas', file), ajv.compile(JSON.parse(readFileSync(join('schemas', file), 'utf8')))] as const;
  }),
);

const files = readdirSync('examples', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => join('examples', file))
  .sort();

test('the examples are found', () => {
  const roots = new Set(files.map((file) => file.split(/[\\/]/)[1]));
  expect([...roots].sort()).toEqual(['agency', 'agency-many', 'byo', 'event-map', 'github']);
  expect(files.length).toBeGreaterThan(40);
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const line = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text);
  const schema = join(dirname(file), line?.[1] ?? 'no modeline');

  test('has a modeline with its schema in the first line', () => {
    expect(existsSync(schema), schema).toBe(true);
    expect(schema).toBe(join('schemas', `${kindOf(file)}.schema.json`));
  });

  test('matches its schema', () => {
    const validate = validators.get(schema);
    expect(validate?.(parse(text)), JSON.stringify(validate?.errors)).toBe(true);
  });
});

describe('the schema rejects invalid documents', () => {
  test.each([
    { kind: 'layer', name: 'a misspelled key', change: { monthlyCostCaps: 1 } },
    { kind: 'defaults', name: 'a fragment that names one layer', change: { project: 'x' } },
    { kind: 'settings', name: 'an invalid unit', change: { costCapUnit: 'cents' } },
    { kind: 'world', name: 'a part that the sandbox does not have', change: { google: {} } },
  ])('$name', ({ kind, change }) => {
    const file = files.find((each) => kindOf(each) === kind) ?? '';
    const validate = validators.get(join('schemas', `${kind}.schema.json`));
    const document = parse(readFileSync(file, 'utf8'));
    expect(validate?.({ ...document, ...change })).toBe(false);
  });
});

function kindOf(file: string): string {
  const parts = file.split(/[\\/]/);
  if (parts.includes('layers')) return 'layer';
  if (parts.includes('defaults')) return 'defaults';
  return parts.at(-1) === 'world.yaml' ? 'world' : 'settings';
}
