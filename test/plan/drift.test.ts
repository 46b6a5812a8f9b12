import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/model/index.ts';
import { findDrift } from '../../src/plan/index.ts';
import {
  aDesired,
  aLive,
  codesOf,
  kept,
  type Sight,
  theSettings,
  valueOf,
  type DesiredCase,
  WRITTEN,
} from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly desired?: DesiredCase;
  readonly sight?: Sight;
  readonly drift?: readonly string[];
  readonly pending?: readonly string[];
  readonly unknown?: readonly string[];
};

const applied = (rest: Fields = {}) => kept({ ...WRITTEN, ...rest });

const cases: readonly Case[] = [
  { name: 'live as applied', why: 'nothing moved', sight: { ledger: applied() } },
  {
    name: 'the relay was switched off',
    why: 'the document still has the applied value',
    sight: { ledger: applied(), seen: { 'capi.enabled': api(false) } },
    drift: ['capi.enabled'],
  },
  {
    name: 'the document has a different cap',
    why: 'that is a change to come',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { ledger: applied() },
    pending: ['monthlyCostCap'],
  },
  {
    name: 'document and live both moved',
    why: 'a manual increase or decrease is not hidden by a pending change',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { ledger: applied(), seen: { monthlyCostCap: api(20000) } },
    drift: ['monthlyCostCap'],
  },
  {
    name: 'a person already made the change of the document',
    why: 'nothing differs',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { ledger: applied(), seen: { monthlyCostCap: api(35000) } },
  },
  {
    name: 'never applied',
    why: 'its document is the yardstick',
    sight: { seen: { 'capi.enabled': api(false) } },
    drift: ['capi.enabled'],
  },
  {
    name: 'an edited ledger',
    why: 'it is not believed, so the document is the yardstick',
    sight: { ledger: { state: 'unreadable' }, seen: { 'capi.enabled': api(false) } },
    drift: ['capi.enabled'],
  },
  {
    name: 'a field that only the ledger knows',
    why: 'what no API shows cannot drift before our eyes: the document moved',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { ledger: applied(), seen: { monthlyCostCap: recorded(30000) } },
    pending: ['monthlyCostCap'],
  },
  {
    name: 'a field that was stated to be absent, and is written now',
    why: 'the document moved',
    sight: { ledger: kept({ ...WRITTEN, monthlyCostCap: null }), seen: { monthlyCostCap: api(undefined) } },
    pending: ['monthlyCostCap'],
  },
  {
    name: 'a field that was never applied',
    why: 'nothing was put there that could have moved away: the document is the yardstick',
    sight: { ledger: kept({ mode: 'byo' }), seen: { 'capi.enabled': api(false) } },
    drift: ['capi.enabled'],
  },
  {
    name: 'a layer that was never installed',
    why: 'nothing was there that could have moved',
    sight: { installed: 'no', seen: { 'capi.enabled': api(false) } },
    pending: ['capi.enabled'],
  },
  {
    name: 'an unknown field',
    why: 'it may have drifted',
    sight: { ledger: applied(), unseen: ['monthlyCostCap'] },
    unknown: ['monthlyCostCap'],
  },
  {
    name: 'a field that was released',
    why: 'what no document writes is not ours',
    desired: { without: ['monthlyCostCap'] },
    sight: { ledger: applied(), seen: { monthlyCostCap: api(1) } },
  },
  {
    name: 'objectives in a different order',
    why: 'they are a set',
    sight: { ledger: applied(), seen: { objectives: api(['video_view', 'app_installs']) } },
  },
  {
    name: 'all kinds at once',
    why: 'each field is listed once, in its section',
    desired: { fields: { objectives: ['video_view'] } },
    sight: { ledger: applied(), seen: { 'capi.enabled': api(false) }, unseen: ['monthlyCostCap'] },
    drift: ['capi.enabled'],
    pending: ['objectives'],
    unknown: ['monthlyCostCap'],
  },
];

describe('drift', () => {
  test.each(cases)('$name: $why', ({ desired, sight, drift = [], pending = [], unknown = [] }) => {
    const [found] = valueOf(findDrift([aDesired(desired)], [aLive(sight)], theSettings()));
    const paths = (fields: readonly { readonly path: string }[] = []) => fields.map(({ path }) => path);
    expect({ drift: paths(found?.drift), pending: paths(found?.pending), unknown: found?.unknown }).toEqual({
      drift,
      pending,
      unknown,
    });
  });

  test('a layer that could not be read does not count as free of drift', () => {
    const read = aLive({ name: 'b' });
    const found = valueOf(findDrift([aDesired({ name: 'a' }), aDesired({ name: 'b' })], [read], theSettings()));
    expect(found.map(({ name }) => name)).toEqual(['b']);
  });

  test('a document that contradicts its account is a problem', () => {
    const desired = [aDesired({ fields: { monthlyCostCap: '1 EUR' } })];
    expect(codesOf(findDrift(desired, [aLive()], theSettings()))).toEqual(['cap/currency']);
  });
});
