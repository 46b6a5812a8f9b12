import { describe, expect, test } from 'vitest';
import type { PlannedLayer } from '../../src/model/index.ts';
import { findDrift } from '../../src/plan/index.ts';
import type { PlanInput } from '../../src/plan/index.ts';
import { aDesired, aLive, kept, planOf, theSettings, valueOf, WRITTEN } from '../support/layers.ts';
import { aChange, aField, aLayer, api } from '../support/plan.ts';

const relayOff = { 'capi.enabled': api(false) } as const;
const open = kept(WRITTEN, { open: ['capi'] });
/** The diff changes the cap; the relay is as in the base. */
const base: PlanInput['base'] = {
  commit: 'c0de',
  desired: [aDesired({ fields: { monthlyCostCap: 29000 } })],
  fixDrift: false,
};
const seen = { ...relayOff, monthlyCostCap: api(29000) };

const planned = (rest: Partial<PlanInput> = {}, ledger = open): PlannedLayer =>
  planOf(aDesired(), aLive({ seen, ledger }), { base, ...rest }).layers[0] ?? aLayer();

const kinds = ({ changes }: PlannedLayer) => changes.map(({ kind, stillOpen }) => `${kind}${stillOpen ? ' open' : ''}`);
const drift = ({ drift: left }: PlannedLayer) => left.map(({ path }) => path);

describe('a plan with a base', () => {
  test('carries on what an earlier plan left open, marked, and not as an overwritten edit', () => {
    expect(kinds(planned())).toEqual(['capi open', 'cost-cap']);
    expect(drift(planned())).toEqual([]);
    expect(planned().overwrites).toEqual([]);
    expect(planned().digest).not.toBe(planned({}, kept()).digest);
  });

  test('leaves drift alone', () => {
    expect(kinds(planned({}, kept()))).toEqual(['cost-cap']);
    expect(drift(planned({}, kept()))).toEqual(['capi.enabled']);
  });

  test('a change that the diff makes is not marked, so the digest of its own plan stays', () => {
    const before = { ...base, desired: [aDesired({ fields: { 'capi.enabled': false, monthlyCostCap: 29000 } })] };
    const again = planned({ base: before });
    expect(kinds(again)).toEqual(['capi', 'cost-cap']);
    expect(again.digest).toBe(planned({ base: before }, kept()).digest);
  });

  test('planned again, it carries on only what the reviewed plan contains', () => {
    const cap = aChange('cost-cap', [aField('monthlyCostCap', api(29000), 30000)]);
    const without = planned({ reviewed: { layers: [aLayer({ changes: [cap] })] } });
    expect([kinds(without), drift(without)]).toEqual([['cost-cap'], ['capi.enabled']]);
    expect(kinds(planned({ reviewed: { layers: [planned()] } }))).toEqual(['capi open', 'cost-cap']);
  });

  test('without a base every difference is a change, and none is marked', () => {
    const layer = planOf(aDesired(), aLive({ seen, ledger: open })).layers[0] ?? aLayer();
    expect(kinds(layer)).toEqual(['capi', 'cost-cap']);
  });
});

describe('drift', () => {
  test('an open change is named apart, with its step', () => {
    const [layer] = valueOf(findDrift([aDesired()], [aLive({ seen, ledger: open })], theSettings()));
    expect(layer?.open.map(({ kind, step }) => [kind, step.by])).toEqual([['capi', 'api']]);
    expect(layer?.drift.map(({ path }) => path)).toEqual(['monthlyCostCap']);
    expect(layer?.pending).toEqual([]);
  });

  test('a change that is done is not open, whatever the entry says', () => {
    const [layer] = valueOf(findDrift([aDesired()], [aLive({ ledger: open })], theSettings()));
    expect(layer?.open).toEqual([]);
  });
});
