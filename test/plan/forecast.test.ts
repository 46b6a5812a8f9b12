import { describe, expect, test } from 'vitest';
import type { Change, Step } from '../../src/model/index.ts';
import { forecastCalls, reachable } from '../../src/plan/forecast.ts';
import { aDesired, aLive, NOON, theSettings } from '../support/layers.ts';
import { aChange, aHumanChange } from '../support/plan.ts';

const gated: Step = {
  by: 'gated',
  approver: 'a finance admin',
  campaigns: [{ id: 'a', name: 'A', verb: 'pause', predicted: 'may be denied' }],
};

const capi = aChange('capi', []);
const afterPixel = aChange('capi', [], { dependsOn: ['acme-ios/pixel'] });
const pixel = aChange('pixel', []);
const pixelByHand = aHumanChange('pixel', []);
const capByHand = aHumanChange('cost-cap', []);

describe('which changes an apply reaches', () => {
  const cases: readonly { name: string; why: string; changes: readonly Change[]; reached: readonly string[] }[] = [
    { name: 'by api', why: 'nothing holds it up', changes: [capi], reached: ['capi'] },
    { name: 'by a person', why: 'it is not ours to do', changes: [capByHand], reached: [] },
    {
      name: 'together with a manual step',
      why: 'a waiting change blocks only its dependents',
      changes: [capByHand, capi],
      reached: ['capi'],
    },
    { name: 'after a person’s step', why: 'it would be too early', changes: [pixelByHand, afterPixel], reached: [] },
    {
      name: 'after a write of ours',
      why: 'that is done by then',
      changes: [pixel, afterPixel],
      reached: ['pixel', 'capi'],
    },
    {
      name: 'after what waits itself',
      why: 'waiting is handed on',
      changes: [pixelByHand, afterPixel, aChange('spark', [], { dependsOn: ['acme-ios/capi'] })],
      reached: [],
    },
    {
      name: 'a write that Layers queues for approval',
      why: 'it is sent now; dependent changes wait for the approval',
      changes: [aChange('pixel', [], { step: gated }), afterPixel],
      reached: ['pixel'],
    },
  ];

  test.each(cases)('$name: $why', ({ changes, reached }) => {
    expect(reachable(changes).map(({ kind }) => kind)).toEqual(reached);
  });
});

describe('how many requests an apply sends', () => {
  const of = (project: string, ...changes: readonly Change[]) => ({
    desired: aDesired({ project }),
    live: aLive(),
    changes,
    records: false,
  });
  /** Of the project, the ad accounts and the relay; at TikTok the account and its spend. */
  const closing = 5;
  const cases = [
    { name: 'nothing to do', why: 'it plans again, and that is all', planned: [of('p')], calls: 10 },
    {
      name: 'an open change that the ledger does not have yet',
      why: 'what was reviewed is recorded, and live state is the same after that',
      planned: [{ ...of('p', pixelByHand), records: true }],
      calls: 10 + 4,
    },
    {
      name: 'only people have to act',
      why: 'nothing is written',
      planned: [of('p', pixelByHand, afterPixel)],
      calls: 10,
    },
    {
      name: 'one write of three calls',
      why: 'a plan, the write, four for the ledger, and what was written is read again',
      planned: [of('p', capi)],
      calls: 10 + 3 + 4 + closing,
    },
    {
      name: 'two layers of one project',
      why: 'one ledger is kept, and the project is read once',
      planned: [of('p', capi), of('p', capi)],
      calls: 10 + 6 + 4 + closing + 2,
    },
    {
      name: 'two projects',
      why: 'each has a ledger',
      planned: [of('p', capi), of('q', capi)],
      calls: 10 + 6 + 8 + closing + 3,
    },
    {
      name: 'a project that only a person works on',
      why: 'its ledger is not touched, and it is not read again',
      planned: [of('p', capi), of('q', capByHand)],
      calls: 10 + 3 + 4 + closing,
    },
  ];

  test.each(cases)('$name: $why', ({ planned, calls }) => {
    expect(forecastCalls(planned, 10, theSettings(), NOON)).toBe(calls);
  });
});
