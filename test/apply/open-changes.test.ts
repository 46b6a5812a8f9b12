import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryAfter, entryPasted, entryStated } from '../../src/apply/ledger-entry.ts';
import { largestEntry } from '../../src/apply/record-project.ts';
import { readLedger, withLedger } from '../../src/layers/ledger.ts';
import type { ChangeKind, Fields, LedgerView, LiveLayer, PlannedLayer } from '../../src/model/index.ts';
import { anyDesired, anyLive } from '../plan/any-layer.ts';
import { aDesired, aLive, type DesiredCase, kept, OURS, planOf, type Sight, WRITTEN } from '../support/layers.ts';
import { aField, aLayer, api, recorded } from '../support/plan.ts';

const origin = { owner: OURS, commit: 'c0de', time: '2026-11-10T12:00:00.000Z', revision: 4 };

const planned = (desired: DesiredCase = {}, sight: Sight = {}): PlannedLayer =>
  planOf(aDesired(desired), aLive(sight)).layers[0] ?? aLayer();

const openAfterApply = (layer: PlannedLayer, live: LiveLayer, done: readonly ChangeKind[]) =>
  entryAfter(
    layer,
    live,
    layer.changes.map(({ id, kind }) => ({ change: id, outcome: done.includes(kind) ? 'done' : 'waiting' })),
    origin,
  ).open;

/** Pixel and relay differ, as after a merge that needs a person for the pixel. */
const twoSteps: Sight = { seen: { 'capi.enabled': api(false), 'capi.pixel_id': recorded('OLD') } };

describe('what an apply leaves open', () => {
  test('the kinds that are not done, sorted', () => {
    const layer = planned({}, twoSteps);
    expect(openAfterApply(layer, aLive(twoSteps), [])).toEqual(['capi', 'pixel']);
    expect(openAfterApply(layer, aLive(twoSteps), ['capi'])).toEqual(['pixel']);
  });

  test('nothing if all are done: the member is absent', () => {
    const entry = entryAfter(
      planned({}, twoSteps),
      aLive(twoSteps),
      ['acme-ios/pixel', 'acme-ios/capi'].map((change) => ({ change, outcome: 'done' })),
      origin,
    );
    expect('open' in entry).toBe(false);
  });

  const drifted = aLayer({ drift: [aField('capi.enabled', api(false), true)] });
  const cases: readonly { name: string; why: string; before: LedgerView; open: readonly string[] | undefined }[] = [
    {
      name: 'an earlier open change that this plan leaves alone',
      why: 'it was reviewed, and is not forgotten',
      before: kept(WRITTEN, { open: ['capi'] }),
      open: ['capi'],
    },
    {
      name: 'an earlier open change that is now live',
      why: 'there is nothing left to do',
      before: kept(WRITTEN, { open: ['pixel'] }),
      open: undefined,
    },
    { name: 'drift', why: 'a live edit is not a reviewed change', before: kept(), open: undefined },
  ];

  test.each(cases)('$name: $why', ({ before, open }) => {
    expect(entryAfter(drifted, aLive({ ledger: before }), [], origin).open).toEqual(open);
  });
});

describe('what a statement leaves open', () => {
  const { document } = planned({}, twoSteps);
  const cases: readonly {
    name: string;
    why: string;
    before: LedgerView;
    stated: readonly string[] | undefined;
    pasted: readonly string[] | undefined;
  }[] = [
    {
      name: 'an entry about this document',
      why: 'its open changes continue, and everything else is done',
      before: kept(WRITTEN, { document, open: ['capi', 'pixel'] }),
      stated: ['capi'],
      pasted: ['capi'],
    },
    {
      name: 'an entry about this document, and the relay was switched off live',
      why: 'a live edit after an apply is drift, not an open change',
      before: kept(WRITTEN, { document, open: ['pixel'] }),
      stated: undefined,
      pasted: undefined,
    },
    {
      name: 'an entry about an earlier document',
      why: 'no apply of this one is recorded, so the rest is still to do',
      before: kept({ ...WRITTEN, 'capi.enabled': false }, { document: 'other' }),
      stated: ['capi'],
      pasted: ['capi'],
    },
    {
      name: 'an entry about an earlier document that already has the value',
      why: 'the document did not change there, so live did',
      before: kept(WRITTEN, { document: 'other' }),
      stated: undefined,
      pasted: undefined,
    },
    { name: 'no entry', why: 'nothing was applied yet', before: { state: 'none' }, stated: ['capi'], pasted: ['capi'] },
  ];

  test.each(cases)('$name: $why', ({ before, stated, pasted }) => {
    const layer = planned({}, twoSteps);
    const live = aLive({ ...twoSteps, ledger: before });
    expect(entryStated(layer, live, origin)).toMatchObject({ document });
    expect(entryStated(layer, live, origin).open).toEqual(stated);
    const config: Fields = { ...WRITTEN, 'capi.enabled': false };
    expect(entryPasted(config, layer, live, origin).open).toEqual(pasted);
  });

  test('a pasted config without the step leaves it open', () => {
    const live = aLive({ ...twoSteps, ledger: kept(WRITTEN, { document, open: ['capi', 'pixel'] }) });
    const config: Fields = { ...WRITTEN, 'capi.enabled': false, 'capi.pixel_id': 'OLD' };
    expect(entryPasted(config, planned({}, twoSteps), live, origin).open).toEqual(['capi', 'pixel']);
  });
});

test('law: after any outcomes, the open kinds are those not done, and the entry is not larger than checked before', () => {
  const anyOutcome = fc.constantFrom('done', 'waiting', 'failed', 'not tried');
  fc.assert(
    fc.property(anyDesired, anyLive, fc.infiniteStream(anyOutcome), (desired, live, outcomes) => {
      const layer = planOf(desired, live).layers[0] ?? aLayer();
      const entries = layer.changes.map(({ id, kind }) => ({ change: id, kind, outcome: outcomes.next().value }));
      const entry = entryAfter(layer, live, entries, origin);
      const notDone = entries.filter(({ outcome }) => outcome !== 'done').map(({ kind }) => kind);
      expect(entry.open ?? []).toEqual([...new Set(notDone)].sort());
      const written = withLedger({}, { revision: 4, entries: { pl_1: entry }, drop: [] });
      expect(readLedger(written)).toMatchObject({ ledger: { entries: { pl_1: { state: 'kept', entry } } } });
      const largest = { pl_1: largestEntry({ layer, desired, live }, origin) };
      const size = (value: unknown) => JSON.stringify(value).length;
      expect(size(written)).toBeLessThanOrEqual(size(withLedger({}, { revision: 4, entries: largest, drop: [] })));
    }),
    { numRuns: 60 },
  );
});
