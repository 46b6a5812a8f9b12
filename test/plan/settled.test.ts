import { describe, expect, test } from 'vitest';
import type { LedgerView } from '../../src/model/index.ts';
import { documentHash } from '../../src/plan/document-hash.ts';
import { isSettled } from '../../src/plan/index.ts';
import { aDesired, aLive, type DesiredCase, kept, planOf, type Sight, WRITTEN } from '../support/layers.ts';
import { aLayer, api } from '../support/plan.ts';

const document = documentHash(aDesired(), 'major');
const relayOff: Sight = { seen: { 'capi.enabled': api(false) } };

describe('a layer is settled', () => {
  const cases: readonly { name: string; why: string; ledger: LedgerView; sight?: Sight; settled: boolean }[] = [
    {
      name: 'its document was applied and nothing is open',
      why: 'nothing is left to do',
      ledger: kept(WRITTEN, { document }),
      settled: true,
    },
    {
      name: 'an open change is still a change',
      why: 'it was reviewed and is not live',
      ledger: kept(WRITTEN, { document, open: ['capi'] }),
      sight: relayOff,
      settled: false,
    },
    {
      name: 'the open change is live by now',
      why: 'a person did it, or it was approved',
      ledger: kept(WRITTEN, { document, open: ['capi'] }),
      settled: true,
    },
    {
      name: 'a live edit after the apply',
      why: 'that is drift',
      ledger: kept(WRITTEN, { document, open: ['pixel'] }),
      sight: relayOff,
      settled: true,
    },
    {
      name: 'a field that the apply left alone',
      why: 'its new value was never applied',
      ledger: kept({ ...WRITTEN, monthlyCostCap: 1 }, { document }),
      sight: { seen: { monthlyCostCap: api(1) } },
      settled: false,
    },
    {
      name: 'the document changed',
      why: 'it was not applied yet, even if live matches it',
      ledger: kept(WRITTEN, { document: 'earlier' }),
      settled: false,
    },
    {
      name: 'an entry of an earlier version',
      why: 'it does not say what was applied',
      ledger: kept(),
      settled: false,
    },
    { name: 'no entry', why: 'nothing was applied', ledger: { state: 'none' }, settled: false },
    {
      name: 'an entry edited manually',
      why: 'it proves nothing',
      ledger: { state: 'unreadable' },
      settled: false,
    },
  ];

  test.each(cases)('$name: $why', ({ ledger, sight = {}, settled }) => {
    const live = aLive({ ...sight, ledger });
    expect(isSettled(planOf(aDesired(), live).layers[0] ?? aLayer(), live)).toBe(settled);
  });
});

describe('the hash of a document', () => {
  const spark = [{ post: 'ugc_1', variable: 'SPARK_1' }];
  const cases: readonly { name: string; why: string; other: DesiredCase; equal: boolean }[] = [
    { name: 'a new name and file', why: 'the layer is the same', other: { name: 'b', file: 'x.yaml' }, equal: true },
    { name: 'protected', why: 'it sends nothing', other: { protected: true }, equal: true },
    { name: 'pin', why: 'it sends nothing', other: { pin: { currency: 'USD' } }, equal: true },
    {
      name: 'the order of a set',
      why: 'it has no meaning',
      other: { fields: { objectives: ['video_view', 'app_installs'] } },
      equal: true,
    },
    { name: 'a field', why: 'it asks for a value', other: { fields: { 'capi.enabled': false } }, equal: false },
    { name: 'a released field', why: 'it asks for nothing', other: { without: ['objectives'] }, equal: false },
    { name: 'the project', why: 'it is written elsewhere', other: { project: 'p2' }, equal: false },
    { name: 'the layer id', why: 'it selects a layer', other: { layer: 'lyr_1' }, equal: false },
    { name: 'the app', why: 'it selects the toggle', other: { app: 'app_2' }, equal: false },
    { name: 'a Spark code', why: 'it authorises a post', other: { spark }, equal: false },
  ];

  test.each(cases)('$name: $why', ({ other, equal }) => {
    expect(documentHash(aDesired(other), 'major') === document).toBe(equal);
  });

  test('the unit counts only for a cap', () => {
    expect(documentHash(aDesired(), 'minor')).not.toBe(document);
    const without = aDesired({ without: ['monthlyCostCap'] });
    expect(documentHash(without, 'minor')).toBe(documentHash(without, 'major'));
  });

  test('it has 16 hex digits and does not depend on live state', () => {
    expect(document).toMatch(/^[0-9a-f]{16}$/);
    const hashes = [aLive(), aLive({ installed: 'no' }), aLive({ toggleApp: 'app_9' })].map(
      (live) => planOf(aDesired(), live).layers[0]?.document,
    );
    expect(new Set(hashes)).toEqual(new Set([document]));
  });
});
