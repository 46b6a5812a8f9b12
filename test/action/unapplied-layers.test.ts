import { expect, test } from 'vitest';
import { unappliedLayers } from '../../src/action/apply/unapplied-layers.ts';
import type { Fields } from '../../src/model/index.ts';
import { aDesired, aLive, kept, planOf, WRITTEN } from '../support/layers.ts';

const active: Fields = aDesired().fields;
const paused: Fields = { ...active, state: 'paused' };

/** A pause that came before the base of the reviewed plan; no API shows the state of a layer without campaigns. */
test.each([
  { name: 'a pause that the ledger does not have', recorded: WRITTEN, paths: ['state'] },
  { name: 'a pause that was applied', recorded: { ...WRITTEN, state: 'paused' as const }, paths: [] },
])('$name', ({ recorded, paths }) => {
  const live = { ...aLive({ ledger: kept(recorded) }) };
  const { state: _, ...fields } = live.fields;
  const seen = { ...live, fields };
  const plan = planOf(aDesired({ fields: { state: 'paused' } }), seen);
  const update = { name: '#8', touched: [], review: { plan } };
  const found = unappliedLayers(
    { plan, live: [seen] },
    'a'.repeat(40),
    new Map([['acme-ios', active]]),
    new Map([['acme-ios', paused]]),
    update,
  );
  expect(found.map(({ why }) => why.split(' ')[0])).toEqual(paths);
});
