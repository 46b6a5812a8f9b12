import { describe, expect, test } from 'vitest';
import type { FreezeWindow, PolicySettings } from '../../src/model/index.ts';
import { guardSettings } from '../../src/settings/index.ts';
import { kept, NOON, planOf, aDesired, aLive, shown, theSettings, WRITTEN } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { type PolicyCase, policyTable, relayOff } from './policy-table.ts';

const FRIDAY: FreezeWindow = { from: '2026-11-27', to: '2026-11-29', reason: 'Black Friday' };
const limits: Partial<PolicySettings> = { freeze: [FRIDAY] };
const during = new Date('2026-11-28T12:00:00Z');
const frozen = ['freeze=acme-ios'];

const at = (instant: string, timezone: string, refused: readonly string[], why: string): PolicyCase => ({
  name: `${instant} in ${timezone}`,
  why,
  sight: { ...relayOff, account: { timezone } },
  limits,
  today: new Date(instant),
  refused,
});

const unseen = { ...relayOff, account: { state: 'unreadable', reason: 'not granted' } } as const;

describe('freeze', () => {
  policyTable([
    { name: 'no window', why: 'it is not set', sight: relayOff, today: during, refused: [] },
    { name: 'no change', why: 'it does no harm', limits, today: during, refused: [] },
    {
      name: 'a change',
      why: 'it is more than a decrease or a pause',
      sight: relayOff,
      limits,
      today: during,
      refused: frozen,
      says: ['from 2026-11-27 to 2026-11-29 (Black Friday) in America/New_York', 'capi'],
    },
    {
      name: 'a raise',
      why: 'it spends more',
      desired: { fields: { monthlyCostCap: 31_000 } },
      limits,
      today: during,
      refused: frozen,
    },
    {
      name: 'a decrease',
      why: 'it always passes',
      desired: { fields: { monthlyCostCap: 20_000 } },
      limits,
      today: during,
      refused: [],
    },
    {
      name: 'a pause',
      why: 'it always passes',
      desired: { fields: { state: 'paused' } },
      sight: { seen: { state: api('active') } },
      limits,
      today: during,
      refused: [],
    },
    {
      name: 'a layer to adopt',
      why: 'its changes wait, and adopting writes nothing at Layers',
      sight: { unseen: ['objectives', 'monthlyCostCap'] },
      limits,
      today: during,
      refused: [],
    },
    at('2026-11-27T04:59:59Z', 'America/New_York', [], 'the first day has not begun there'),
    at('2026-11-27T05:00:00Z', 'America/New_York', frozen, 'it begins'),
    at('2026-11-30T04:59:59Z', 'America/New_York', frozen, 'the last day is included'),
    at('2026-11-30T05:00:00Z', 'America/New_York', [], 'it has ended there'),
    at('2026-11-26T11:00:00Z', 'Pacific/Auckland', frozen, 'the day begins earlier there'),
    {
      ...at('2026-10-25T00:30:00Z', 'Europe/Berlin', frozen, 'the clocks change, the day does not'),
      limits: { freeze: [{ from: '2026-10-25', to: '2026-10-25' }] },
    },
    {
      ...at('2026-10-25T22:59:59Z', 'Europe/Berlin', frozen, 'that day has 25 hours'),
      limits: { freeze: [{ from: '2026-10-25', to: '2026-10-25' }] },
    },
    {
      name: 'an unknown time zone in the window',
      why: 'what cannot be checked is refused',
      sight: unseen,
      limits,
      today: during,
      refused: frozen,
      says: ['time zone of the ad account is unknown'],
    },
    at('2026-11-28T12:00:00Z', 'Mars/Olympus', frozen, 'this runtime does not know the zone'),
    {
      name: 'an unknown time zone where the day has begun somewhere',
      why: 'it may be there',
      sight: unseen,
      limits,
      today: new Date('2026-11-26T10:00:00Z'),
      refused: frozen,
    },
    {
      name: 'an unknown time zone until the day has ended everywhere',
      why: 'it may be there',
      sight: unseen,
      limits,
      today: new Date('2026-11-30T11:59:59Z'),
      refused: frozen,
    },
    {
      name: 'an unknown time zone far from the window',
      why: 'no zone is frozen',
      sight: unseen,
      limits,
      today: NOON,
      refused: [],
    },
    {
      name: 'a decrease in an unknown time zone',
      why: 'it always passes',
      desired: { fields: { monthlyCostCap: 20_000 } },
      // The spend is read in the time zone, so it is unknown as well: a paused layer has none to compare.
      sight: { ...unseen, seen: { monthlyCostCap: api(30_000) } },
      limits,
      today: during,
      refused: [],
    },
  ]);

  test('the date is not in the digest', () => {
    const settings = theSettings({ policies: limits });
    const [before, after] = [NOON, during].map((today) => planOf(aDesired(), aLive(relayOff), { settings, today }));
    expect(after?.refusals).toHaveLength(1);
    expect(after?.digest).toBe(before?.digest);
  });

  test('a recorded cap above the reviewed one does not make a raise a decrease', () => {
    const sight = { only: shown({ ...WRITTEN, monthlyCostCap: 40_000 }), ledger: kept() };
    const settings = theSettings({ policies: limits });
    const plan = planOf(aDesired({ fields: { monthlyCostCap: 50_000 } }), aLive(sight), { settings, today: during });
    expect(plan.refusals.map(({ policy }) => policy)).toContain('freeze');
  });
});

describe('a pull request cannot thaw a day of the base', () => {
  const later: FreezeWindow = { from: '2026-12-24', to: '2026-12-26' };
  const of = (...freeze: readonly FreezeWindow[]) => theSettings({ policies: freeze.length > 0 ? { freeze } : {} });

  test.each([
    { name: 'removed', base: [FRIDAY], desired: [], windows: [FRIDAY], ignored: 1 },
    { name: 'replaced', base: [FRIDAY], desired: [later], windows: [later, FRIDAY], ignored: 1 },
    { name: 'shortened', base: [FRIDAY], desired: [{ ...FRIDAY, to: '2026-11-28' }], windows: 2, ignored: 1 },
    { name: 'extended', base: [FRIDAY], desired: [{ ...FRIDAY, to: '2026-12-01' }], windows: 1, ignored: 0 },
    { name: 'added', base: [], desired: [later], windows: [later], ignored: 0 },
    { name: 'kept', base: [FRIDAY, later], desired: [later, FRIDAY], windows: 2, ignored: 0 },
  ])('a window that is $name', ({ base, desired, windows, ignored }) => {
    const guarded = guardSettings(of(...base), of(...desired), {}, false);
    const { freeze } = guarded.settings.policies;
    if (typeof windows === 'number') expect(freeze).toHaveLength(windows);
    else expect(freeze).toEqual(windows);
    expect(guarded.ignored).toHaveLength(ignored);
  });

  test('none in both is none', () => {
    expect(guardSettings(of(), of(), {}, false).settings.policies).not.toHaveProperty('freeze');
  });
});
