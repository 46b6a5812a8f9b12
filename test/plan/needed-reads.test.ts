import { expect, test } from 'vitest';
import type { NeededReads, PixelCheck } from '../../src/model/index.ts';
import { neededReads } from '../../src/plan/index.ts';
import {
  ACCOUNT,
  aDesired,
  aLive,
  type DesiredCase,
  fromLedger,
  kept,
  NOON,
  PIXEL,
  type Sight,
  theSettings,
  WRITTEN,
} from '../support/layers.ts';

const check: PixelCheck = { pixel: PIXEL, account: ACCOUNT, number: '1', time: '2026-11-04T12:00:00.000Z' };
const checked = (rest: Partial<PixelCheck> = {}) => kept(WRITTEN, { pixelCheck: { ...check, ...rest } });
const paused = kept({ ...WRITTEN, state: 'active', 'campaigns.paused': ['cmp_1'] }, { pixelCheck: check });
const agency = { fields: { mode: 'agency' } } as const;
const partner = theSettings({ layersBusinessId: '7999' });

const cases: readonly {
  name: string;
  why: string;
  desired?: DesiredCase;
  sight?: Sight;
  settings?: ReturnType<typeof theSettings>;
  needed: readonly (keyof NeededReads)[];
}[] = [
  { name: 'unchanged and adopted', why: 'only the spend is shown next to the cap', needed: ['spend'] },
  {
    name: 'a changed cap',
    why: 'the step has the address of the layer, a policy compares the cap with the spend, and a check needs the pixel',
    desired: { fields: { monthlyCostCap: 35000 } },
    needed: ['defaults', 'pixel', 'spend', 'exactSpend', 'events'],
  },
  {
    name: 'a lower cap',
    why: 'less is spent, with or without events',
    desired: { fields: { monthlyCostCap: 25000 } },
    needed: ['defaults', 'pixel', 'spend', 'exactSpend'],
  },
  {
    name: 'a raised cap, with an event that Layers relayed last week',
    why: 'events reach the pixel',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { capi: { status: 'healthy', tokenValid: true, lastEventAt: '2026-11-03T12:00:00Z' } },
    needed: ['defaults', 'pixel', 'spend', 'exactSpend'],
  },
  {
    name: 'a raised cap, with an event that Layers relayed in summer',
    why: 'the relay may have stopped since',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { capi: { status: 'healthy', tokenValid: true, lastEventAt: '2026-07-03T12:00:00Z' } },
    needed: ['defaults', 'pixel', 'spend', 'exactSpend', 'events'],
  },
  {
    name: 'a raised cap and an invalid token',
    why: 'the token is reason enough for the check',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { capi: { status: 'degraded', tokenValid: false } },
    needed: ['defaults', 'pixel', 'spend', 'exactSpend'],
  },
  {
    name: 'a raised cap without CAPI',
    why: 'no event is expected',
    desired: { fields: { monthlyCostCap: 35000, 'capi.enabled': false } },
    sight: { seen: fromLedger({ 'capi.enabled': false }) },
    needed: ['defaults', 'pixel', 'spend', 'exactSpend'],
  },
  {
    name: 'a layer that becomes active',
    why: 'it spends again',
    desired: { fields: { state: 'active' } },
    sight: { seen: fromLedger({ state: 'paused' }) },
    needed: ['defaults', 'pixel', 'spend', 'events'],
  },
  {
    name: 'an active layer with campaigns that reconcile paused',
    why: 'they may be resumed',
    desired: { fields: { state: 'active' } },
    sight: { seen: fromLedger({ state: 'active' }), ledger: paused },
    needed: ['defaults', 'spend', 'events'],
  },
  {
    name: 'no cap, in the document or live',
    why: 'no decision depends on the spend',
    desired: { without: ['monthlyCostCap'] },
    sight: { unseen: ['monthlyCostCap'] },
    needed: [],
  },
  {
    name: 'a cap that only the ledger has',
    why: 'the money line compares it with the spend',
    desired: { without: ['monthlyCostCap'] },
    sight: { seen: fromLedger({ monthlyCostCap: 30000 }) },
    needed: ['spend'],
  },
  {
    name: 'a toggle to write',
    why: 'an app has the toggle, and a policy judges the pixel',
    sight: { seen: fromLedger({ 'capi.enabled': false }) },
    needed: ['defaults', 'apps', 'pixel', 'spend'],
  },
  {
    name: 'a different pixel',
    why: 'a policy judges whether the account has it',
    desired: { fields: { 'capi.pixel_id': 'CNEW' } },
    needed: ['defaults', 'pixel', 'spend'],
  },
  {
    name: 'a different account',
    why: 'the pixel must belong to it',
    desired: { fields: { adAccountId: '7000000000000000001' } },
    needed: ['defaults', 'pixel', 'spend'],
  },
  {
    name: 'no layer id in the ledger',
    why: 'the layer may not be installed',
    sight: { layerId: undefined } as unknown as Sight,
    needed: ['defaults', 'spend'],
  },
  {
    name: 'a paused layer',
    why: 'the kill switch decides whether a pause is accepted',
    desired: { fields: { state: 'paused' } },
    sight: { seen: fromLedger({ state: 'paused' }) },
    needed: ['defaults', 'spend'],
  },
  {
    name: 'a relay in trouble',
    why: 'the pixel may be the cause',
    sight: { capi: { status: 'degraded', tokenValid: true } },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'an invalid token',
    why: 'the pixel may be the cause',
    sight: { capi: { status: 'healthy', tokenValid: false } },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'an error of the relay',
    why: 'the pixel may be the cause',
    sight: { capi: { status: 'healthy', tokenValid: true, lastError: 'no such pixel' } },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'a relay that Layers does not show',
    why: 'unknown is not healthy',
    sight: { capi: undefined } as unknown as Sight,
    needed: ['pixel', 'spend'],
  },
  {
    name: 'no check of the pixel',
    why: 'nothing replaces the read',
    sight: { ledger: kept() },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'a check from more than 7 days ago',
    why: 'the pixel may be unlinked since',
    sight: { ledger: checked({ time: '2026-11-03T11:59:59.000Z' }) },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'a check in the future',
    why: 'its clock was wrong, so its age is unknown',
    sight: { ledger: checked({ time: '2026-11-10T12:00:01.000Z' }) },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'a check without a time',
    why: 'its age is unknown',
    sight: { ledger: checked({ time: 'yesterday' }) },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'a check for a different account',
    why: 'it proves nothing about this one',
    sight: { ledger: checked({ account: '7000000000000000001' }) },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'an unreadable account',
    why: 'whether it still has the pixel is unknown',
    sight: { account: { state: 'unreadable', reason: 'not granted' } },
    needed: ['pixel', 'spend'],
  },
  {
    name: 'a shared pixel',
    why: 'the ledger has its number, by which the share is read',
    desired: agency,
    sight: { seen: fromLedger({ mode: 'agency' }) },
    settings: partner,
    needed: ['spend'],
  },
];

test.each(cases)('$name: $why', ({ desired, sight, settings = theSettings(), needed }) => {
  const live = aLive({ ledger: checked(), ...sight });
  const reads = neededReads(aDesired(desired), live, settings, NOON);
  expect(Object.entries(reads).flatMap(([read, isNeeded]) => (isNeeded ? [read] : []))).toEqual(needed);
});
