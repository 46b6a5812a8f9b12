import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryAfter } from '../../src/apply/ledger-entry.ts';
import type { Fields, LedgerEntry } from '../../src/model/index.ts';
import { assemble, knownFields } from '../../src/live/assemble.ts';
import { aDesired, aLive, fromLedger, OURS, planOf } from '../support/layers.ts';
import { aLayer } from '../support/plan.ts';

const word = fc.constantFrom('alpha', 'beta', 'gamma');

const anyFields: fc.Arbitrary<Fields> = fc.record(
  {
    mode: fc.constantFrom('byo', 'agency'),
    'capi.pixel_id': word,
    'capi.enabled': fc.boolean(),
    objectives: fc.uniqueArray(word),
    monthlyCostCap: fc.integer({ min: 1, max: 99_999 }),
    'capi.event_map': fc.dictionary(word, word),
    capEnforcement: fc.constantFrom('none', 'tiktok'),
    spark: fc.uniqueArray(word).map((posts) => posts.map((post) => ({ post }))),
    'sharing.identities': fc.uniqueArray(word),
    state: fc.constantFrom('active', 'paused'),
  },
  { requiredKeys: [] },
);

const signature = { owner: OURS, commit: null, time: '2026-11-10T12:00:00.000Z', revision: 4 };

/** The layer if no API shows anything and the ledger has everything. */
function fromEntry(desired: ReturnType<typeof aDesired>, entry: LedgerEntry) {
  const { organization, account, pixel } = aLive();
  const config = {
    installed: 'yes',
    layerId: 'pl_1',
    fields: {},
    writable: [],
    unknownKeys: [],
    accounts: [],
    ambiguous: false,
    killSwitch: false,
  } as const;
  const ledger = { state: 'kept', entry } as const;
  const known = knownFields(config, ledger);
  return assemble({ desired, organization, config, ledger, known, side: { account, pixel } });
}

test('once everything is done and recorded, a new plan has no changes', () => {
  fc.assert(
    fc.property(anyFields, anyFields, (written, before) => {
      const desired = aDesired({ only: written });
      const live = aLive({ only: fromLedger(before) });
      const layer = planOf(desired, live).layers[0] ?? aLayer();
      const ledger = { state: 'kept', entry: { config: before, digest: 'd', ...signature } } as const;
      const entry = entryAfter(
        layer,
        { ledger, fields: live.fields },
        layer.changes.map(({ id }) => ({ change: id, outcome: 'done' })),
        signature,
      );
      expect(planOf(desired, fromEntry(desired, entry)).layers[0]?.changes).toEqual([]);
    }),
  );
});

test('if nothing is done, the ledger gains only values that were found equal', () => {
  fc.assert(
    fc.property(anyFields, anyFields, (written, before) => {
      const desired = aDesired({ only: written });
      const { fields } = aLive({ only: fromLedger(before) });
      const layer = planOf(desired, aLive({ only: fromLedger(before) })).layers[0] ?? aLayer();
      const ledger = { state: 'kept', entry: { config: before, digest: 'd', ...signature } } as const;
      const entry = entryAfter(layer, { ledger, fields }, [], signature);
      const again = planOf(desired, fromEntry(desired, entry)).layers[0];
      expect(again?.changes.map(({ id }) => id)).toEqual(layer.changes.map(({ id }) => id));
    }),
  );
});
