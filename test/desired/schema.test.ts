import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultsSchema, layerSchema } from '../../src/desired/index.ts';
import { schemaId } from '../../src/model/index.ts';
import { settingsSchema } from '../../src/settings/index.ts';
import { EDITOR_WORDS } from '../support/schema-words.ts';
import { problemsIn } from './harness.ts';

type Json = { readonly [key: string]: unknown };

const ajv = () =>
  new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }).addVocabulary([
    ...EDITOR_WORDS,
  ]);
const isLayer = ajv().compile(layerSchema());
const isFragment = ajv().compile(defaultsSchema());

const WHOLE: Json = {
  template: 'tiktok-ads',
  name: 'acme-ios',
  project: '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
  mode: 'byo',
  adAccountId: '7098765432109876543',
};

describe.each([
  ['layer', layerSchema()],
  ['defaults', defaultsSchema()],
  ['settings', settingsSchema()],
])('the schema of %s', (name, schema) => {
  test('is draft-07 with an id and a title', () => {
    expect(schema).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', title: expect.any(String) });
    expect(schema['$id']).toBe(schemaId(name));
    expect(ajv().validateSchema(schema)).toBe(true);
  });

  test('describes every field, allows no other, and has an error for each choice', () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, items, additionalProperties, description, anyOf, oneOf, type, pattern, patternErrorMessage } =
        node as Json;
      if (typeof description !== 'string') bare.push(`${path} has no description`);
      if (anyOf !== undefined || oneOf !== undefined) bare.push(`${path} is a bare choice`);
      if (pattern !== undefined && patternErrorMessage === undefined) bare.push(`${path} shows an expression`);
      if (properties !== undefined && additionalProperties !== false) bare.push(`${path} allows anything`);
      if (type === undefined) bare.push(`${path} has no type`);
      for (const [key, member] of Object.entries(properties ?? {})) walk(member, `${path}.${key}`);
      if (items !== undefined) walk(items, `${path}[]`);
      if (typeof additionalProperties === 'object') walk(additionalProperties, `${path}.*`);
    };
    walk(schema, '');
    expect(bare).toEqual([]);
  });

  test('has ids in quotes', () => {
    const ids = JSON.stringify(schema).match(/"examples":\["\d{19}"\]/g) ?? [];
    expect(ids.length).toBeGreaterThan(0);
  });
});

const layers: readonly { name: string; why: string; value: Json; valid: boolean }[] = [
  { name: 'the least', why: 'this is what must be there', value: WHOLE, valid: true },
  { name: 'no mode', why: 'nothing could bring it', value: { ...WHOLE, mode: undefined }, valid: false },
  {
    name: 'no mode, with extends',
    why: 'the fragment brings it',
    value: { ...WHOLE, mode: undefined, extends: 'x.yaml' },
    valid: true,
  },
  {
    name: 'no name, with extends',
    why: 'no fragment may',
    value: { ...WHOLE, name: undefined, extends: 'x.yaml' },
    valid: false,
  },
  { name: 'agency alone', why: 'it needs a Business Center', value: { ...WHOLE, mode: 'agency' }, valid: false },
  {
    name: 'agency, with extends',
    why: 'the fragment may name it',
    value: { ...WHOLE, mode: 'agency', extends: ['x.yaml'] },
    valid: true,
  },
  {
    name: 'agency',
    why: 'whole',
    value: { ...WHOLE, mode: 'agency', tiktokBusinessId: '7012345678901234567' },
    valid: true,
  },
  { name: 'CAPI on', why: 'without pixel', value: { ...WHOLE, capi: { enabled: true } }, valid: false },
  { name: 'CAPI off', why: 'needs nothing', value: { ...WHOLE, capi: { enabled: false } }, valid: true },
  {
    name: 'an id as a number',
    why: 'it is rounded',
    value: { ...WHOLE, adAccountId: 70987 },
    valid: false,
  },
  { name: 'a bare cap', why: 'a number', value: { ...WHOLE, monthlyCostCap: 1 }, valid: true },
  { name: 'a cap with currency', why: 'a text', value: { ...WHOLE, monthlyCostCap: '1 USD' }, valid: true },
  {
    name: 'a cap in an unknown currency',
    why: 'a typing mistake',
    value: { ...WHOLE, monthlyCostCap: '1 USB' },
    valid: false,
  },
  {
    name: 'a literal code',
    why: 'it would be in git',
    value: { ...WHOLE, spark: [{ post: 'p', code: 'XQ12ZV' }] },
    valid: false,
  },
  { name: 'an unknown key', why: 'a letter is off', value: { ...WHOLE, mdoe: 'byo' }, valid: false },
  { name: '$schema', why: 'editors read it', value: { ...WHOLE, $schema: './layer.schema.json' }, valid: true },
];

describe('editors and the loader agree', () => {
  test.each(layers)('$name: $why', ({ value, valid }) => {
    // Through JSON, which drops undefined members.
    expect(isLayer(JSON.parse(JSON.stringify(value)))).toBe(valid);
  });

  test('a fragment can contain everything but the keys that name a layer', () => {
    expect(isFragment({})).toBe(true);
    expect(isFragment({ mode: 'byo', capi: { enabled: true }, template: 'tiktok-ads' })).toBe(true);
    expect(isFragment({ name: 'acme' })).toBe(false);
    expect(isFragment({ project: WHOLE['project'] })).toBe(false);
  });

  test('on every document of valid and invalid values', () => {
    const right = (...values: readonly unknown[]) => ({ weight: 12, arbitrary: fc.constantFrom(...values) });
    const wrong = (...values: readonly unknown[]) => ({ weight: 1, arbitrary: fc.constantFrom(...values) });
    const field = fc.oneof<fc.MaybeWeightedArbitrary<unknown>[]>;
    const token = { pixel_id: 'C4A9P2Q7R5S8T1U6V2W0', access_token_vault_id: 'vault_xyz' };
    const documents = fc.record({
      template: field(right('tiktok-ads', '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d'), wrong('meta-ads', null, undefined)),
      name: field(right('acme', 'a.b_c-1'), wrong('Acme', '', 5, null, undefined)),
      project: field(
        right('254a4ce1-f4ca-42b1-9e36-17ca45ef3d39', 'prj_01ARZ3NDEKTSV4RRFFQ69G5FAV'),
        wrong('prj_x', 7, null, undefined),
      ),
      app: field(right('app_8ffb9410eb0eb848264f8a65', null, undefined), wrong('a b', 5)),
      mode: field(right('byo', 'agency'), wrong('both', null, undefined)),
      adAccountId: field(right('7098765432109876543'), wrong(70987, '70x', null, undefined)),
      tiktokBusinessId: field(right('7012345678901234567', '70123'), wrong(5, null, undefined)),
      capi: field(
        right(
          undefined,
          null,
          {},
          { enabled: false },
          { enabled: true, ...token },
          { event_map: { a: 'Purchase', b: null } },
        ),
        wrong([], { enabled: true }, { enabled: true, ...token, pixel_id: null }, { event_map: { a: '' } }),
        wrong({ event_map: { '': 'Purchase' } }, { pixel: 'x' }, { enabled: 'true' }, { access_token_vault_id: 'a b' }),
      ),
      objectives: field(
        right(undefined, null, ['reach', 'traffic']),
        wrong(['reach', 'reach'], [], ['x'], 'reach', [null]),
      ),
      monthlyCostCap: field(
        right(undefined, null, 1, 0.5, '5 USD', '5.25 EUR', 999_999_999_999_999),
        wrong(0, -1, '5', '5 EURO', '5  USD', 1e15, 1e300, true, [5]),
      ),
      capEnforcement: field(right(undefined, null, 'none', 'tiktok'), wrong('layers')),
      spark: field(
        right(undefined, null, [{ post: 'p', code: '${SPARK_A}' }], [{ code: '${SPARK_A}', post: 'p', item: '70123' }]),
        wrong([{ post: 'p' }], [{ post: 'p', code: '${A}' }], [{ post: 'p', code: 'XQ12ZV' }], [], [null], {}),
      ),
      sharing: field(right(undefined, null, {}, { identities: ['70000'] }), wrong({ identities: [] }, { pixels: [] })),
      pin: field(
        right(
          undefined,
          null,
          { advertiser: { currency: 'USD', name: null } },
          { advertiser: { timezone: 'America/New_York' } },
        ),
        wrong({ advertiser: { currency: 'USB' } }, { advertiser: 'Acme' }, { name: 'Acme' }),
      ),
      protected: field(right(undefined, null, true, false), wrong('yes', 1)),
      state: field(right(undefined, null, 'active', 'paused'), wrong('stopped')),
    });
    let accepted = 0;
    fc.assert(
      fc.property(documents, (document) => {
        const text = JSON.stringify(document);
        const loads = problemsIn({ 'a.json': text }).length === 0;
        if (loads) accepted += 1;
        expect({ text, valid: isLayer(JSON.parse(text)) }).toEqual({ text, valid: loads });
      }),
      { numRuns: 200 },
    );
    // The law needs documents that are accepted as well.
    expect(accepted).toBeGreaterThan(20);
  });
});
