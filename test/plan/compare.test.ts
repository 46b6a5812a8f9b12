import { describe, expect, test } from 'vitest';
import type { FieldChange, FieldPath, LiveValue, Value } from '../../src/model/index.ts';
import { compare } from '../../src/plan/compare.ts';
import { aPair } from '../support/layers.ts';
import { anUnusualField, api, recorded, unknown } from '../support/plan.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly path: FieldPath;
  readonly desired?: Value;
  readonly seen?: LiveValue;
  /** The new value of the field; `equal` if there is nothing to do. */
  readonly becomes: Value | 'equal';
};

const cases: readonly Case[] = [
  {
    name: 'a field without a value in the document',
    why: 'it is not ours to change',
    path: 'monthlyCostCap',
    seen: api(30000),
    becomes: 'equal',
  },
  {
    name: 'an unknown field',
    why: 'calling it equal would be a guess',
    path: 'monthlyCostCap',
    desired: 30000,
    seen: unknown,
    becomes: 30000,
  },
  {
    name: 'a path that live state does not have',
    why: 'a missing path is unknown, not absent',
    path: 'monthlyCostCap',
    desired: 30000,
    becomes: 30000,
  },
  {
    name: 'a field seen to be absent',
    why: 'absent differs from the written value',
    path: 'monthlyCostCap',
    desired: 30000,
    seen: api(undefined),
    becomes: 30000,
  },
  {
    name: 'a field that is null live',
    why: 'null differs from the written value as well',
    path: 'monthlyCostCap',
    desired: 30000,
    seen: api(null),
    becomes: 30000,
  },
  {
    name: 'false where nothing is',
    why: 'absent is not false: Layers may default to something else',
    path: 'capi.enabled',
    desired: false,
    seen: api(undefined),
    becomes: false,
  },
  {
    name: 'the same value from the ledger',
    why: 'a recorded value counts until an API returns a different one',
    path: 'monthlyCostCap',
    desired: 30000,
    seen: recorded(30000),
    becomes: 'equal',
  },
  {
    name: 'objectives in a different order',
    why: 'they are a set',
    path: 'objectives',
    desired: ['app_installs', 'video_view'],
    seen: api(['video_view', 'app_installs', 'video_view']),
    becomes: 'equal',
  },
  {
    name: 'objectives of which one is gone',
    why: 'the set is exact when written',
    path: 'objectives',
    desired: ['app_installs'],
    seen: api(['app_installs', 'video_view']),
    becomes: ['app_installs'],
  },
  {
    name: 'an empty event map where there is none',
    why: 'neither overrides anything',
    path: 'capi.event_map',
    desired: {},
    seen: api(undefined),
    becomes: 'equal',
  },
  {
    name: 'an empty event map where it is null',
    why: 'neither overrides anything',
    path: 'capi.event_map',
    desired: {},
    seen: api(null),
    becomes: 'equal',
  },
  {
    name: 'an empty event map, unknown live',
    why: 'there may be overrides live',
    path: 'capi.event_map',
    desired: {},
    seen: unknown,
    becomes: {},
  },
  {
    name: 'an event map in a different order',
    why: 'a map has no order',
    path: 'capi.event_map',
    desired: { a: 'Search', b: 'Login' },
    seen: api({ b: 'Login', a: 'Search' }),
    becomes: 'equal',
  },
  {
    name: 'an event map with an entry more live',
    why: 'the map is exact when written',
    path: 'capi.event_map',
    desired: { a: 'Search' },
    seen: api({ a: 'Search', b: 'Login' }),
    becomes: { a: 'Search' },
  },
  {
    name: 'identities shared beyond the document',
    why: 'unlisted entries are not ours',
    path: 'sharing.identities',
    desired: ['id-b'],
    seen: recorded(['id-a', 'id-b']),
    becomes: 'equal',
  },
  {
    name: 'an identity more',
    why: 'it is added to the existing ones',
    path: 'sharing.identities',
    desired: ['id-c'],
    seen: recorded(['id-a']),
    becomes: ['id-a', 'id-c'],
  },
  {
    name: 'posts authorised beyond the document',
    why: 'unlisted entries are not ours',
    path: 'spark',
    desired: [{ post: 'ugc_2' }],
    seen: recorded([{ post: 'ugc_1' }, { post: 'ugc_2' }]),
    becomes: 'equal',
  },
  {
    name: 'a post more',
    why: 'it is added to the existing ones',
    path: 'spark',
    desired: [{ post: 'ugc_2', item: '7301' }],
    seen: recorded([{ post: 'ugc_1' }]),
    becomes: [{ post: 'ugc_1' }, { post: 'ugc_2', item: '7301' }],
  },
  {
    name: 'an item for a post that is there',
    why: 'the post is the entry; its item is only checked, without a change',
    path: 'spark',
    desired: [{ post: 'ugc_1', item: '7301' }],
    seen: recorded([{ post: 'ugc_1' }, { post: 'ugc_2' }]),
    becomes: 'equal',
  },
  {
    name: 'unknown posts',
    why: 'other entries stay',
    path: 'spark',
    desired: [{ post: 'ugc_1' }],
    seen: unknown,
    becomes: [{ post: 'ugc_1' }],
  },
  {
    name: 'an empty list of posts',
    why: 'adding nothing is no change, for any live entries',
    path: 'spark',
    desired: [],
    seen: unknown,
    becomes: 'equal',
  },
];

describe('compare', () => {
  test.each(cases)('$name: $why', ({ path, desired, seen, becomes }) => {
    const pair = aPair(
      { only: desired === undefined ? {} : { [path]: desired } },
      { only: seen === undefined ? {} : { [path]: seen } },
    );
    const expected: readonly FieldChange[] =
      becomes === 'equal' ? [] : [anUnusualField(path, seen ?? unknown, becomes)];
    expect(compare(pair, [path]).map(({ source: _, ...field }) => field)).toEqual(expected);
  });

  test.each([
    { path: 'monthlyCostCap', written: 'monthlyCostCap', after: 1 },
    { path: 'pixelLink', written: 'capi.pixel_id', after: 'C1' },
    { path: 'accountBudget', written: 'monthlyCostCap', after: { mode: 'UNLIMITED' } },
  ] as const)('the source of $path is the location of $written, in whichever file', ({ path, written, after }) => {
    const at = { file: 'defaults/usd.yaml', line: 4, column: 3 };
    const pair = aPair({ location: { [written]: at } });
    const [field] = compare({ ...pair, desiredWire: { [path]: after } }, [path]);
    expect(field?.source).toEqual(at);
  });

  test('a value without a location has no source', () => {
    const [field] = compare(aPair({ only: { mode: 'byo' }, location: {} }, { only: {} }), ['mode']);
    expect(field).not.toHaveProperty('source');
  });
});
