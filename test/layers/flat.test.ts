import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFIG_PATHS, type Value } from '../../src/model/index.ts';
import { type FlatConfig, flatten, mergePatch, nest } from '../../src/layers/config/endpoint-config.ts';

const json = fc.jsonValue() as fc.Arbitrary<Value>;
const flatConfig = fc.dictionary(fc.constantFrom(...CONFIG_PATHS), json) as fc.Arbitrary<FlatConfig>;
const unknownKeys = fc.dictionary(fc.stringMatching(/^x[a-z]{0,5}$/), json) as fc.Arbitrary<
  Readonly<Record<string, Value>>
>;

describe('flat and nested', () => {
  test('law: written values are read back, and unknown keys stay', () => {
    fc.assert(
      fc.property(flatConfig, unknownKeys, unknownKeys, (flat, around, inside) => {
        const wire = nest({ ...around, capi: inside }, flat);
        const parts = flatten(wire);
        expect(parts?.flat).toEqual({ ...flat });
        expect([...(parts?.unknownKeys ?? [])].sort()).toEqual(
          [...Object.keys(around), ...Object.keys(inside).map((key) => `capi.${key}`)].sort(),
        );
        for (const [key, value] of Object.entries(around)) expect(wire[key]).toEqual(value);
      }),
    );
  });

  test('law: nothing is set twice', () => {
    fc.assert(
      fc.property(flatConfig, (flat) => {
        expect(nest(nest({}, flat), flat)).toEqual(nest({}, flat));
      }),
    );
  });

  test.each<{ name: string; wire: Readonly<Record<string, Value>>; flat: FlatConfig; patch: object }>([
    { name: 'one member', wire: { mode: 'byo' }, flat: { 'capi.enabled': true }, patch: { capi: { enabled: true } } },
    {
      name: 'an entry that leaves the map',
      wire: { capi: { event_map: { a: 'X', b: 'Y' } } },
      flat: { 'capi.event_map': { b: 'Z' } },
      patch: { capi: { event_map: { b: 'Z', a: null } } },
    },
    {
      name: 'a list, which a merge replaces',
      wire: { objectives: ['a'] },
      flat: { objectives: ['b'] },
      patch: { objectives: ['b'] },
    },
    {
      name: 'capi that is null',
      wire: { capi: null },
      flat: { 'capi.pixel_id': 'C' },
      patch: { capi: { pixel_id: 'C' } },
    },
  ])('a merge patch: $name', ({ wire, flat, patch }) => {
    expect(mergePatch(wire, flat)).toEqual(patch);
  });
});
