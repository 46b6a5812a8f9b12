import { describe, expect, test } from 'vitest';
import { markRejected, rejectedProblems } from '../../src/apply/mark-rejected.ts';
import { type GatedCampaign, isSent, type Plan } from '../../src/model/index.ts';
import { aChange, aPlanOf } from '../support/plan.ts';

const pause = (id: string, rejected?: string): GatedCampaign => ({
  id,
  name: `Campaign ${id}`,
  verb: 'pause',
  predicted: 'queued',
  ...(rejected !== undefined && { rejected }),
});

const planOf = (...campaigns: readonly GatedCampaign[]): Plan =>
  aPlanOf([aChange('campaigns', [], { step: { by: 'gated', approver: 'the customer', campaigns } })]);

const changeIn = (plan: Plan) => plan.layers[0]?.changes[0] ?? aChange('campaigns', []);

const cases: readonly {
  readonly name: string;
  readonly why: string;
  readonly now: readonly GatedCampaign[];
  /** `undefined`: no plan was reviewed. */
  readonly reviewed: readonly GatedCampaign[] | undefined;
  /** Ids of the campaigns that are not requested again. */
  readonly held: readonly string[];
}[] = [
  { name: 'nothing was rejected', why: 'it is requested', now: [pause('a')], reviewed: [pause('a')], held: [] },
  {
    name: 'rejected after the review',
    why: 'the rejection was not part of the review',
    now: [pause('a', 'pa_1'), pause('b')],
    reviewed: [pause('a'), pause('b')],
    held: ['a'],
  },
  {
    name: 'rejected before the review',
    why: 'the reviewer saw it, so it is requested again',
    now: [pause('a', 'pa_1')],
    reviewed: [pause('a', 'pa_1')],
    held: [],
  },
  {
    name: 'rejected once more after the review',
    why: 'each rejection counts',
    now: [pause('a', 'pa_2')],
    reviewed: [pause('a', 'pa_1')],
    held: ['a'],
  },
  {
    name: 'the rejection of a different campaign was reviewed',
    why: 'it does not cover this one',
    now: [pause('a', 'pa_1')],
    reviewed: [pause('b', 'pa_1')],
    held: ['a'],
  },
  {
    name: 'without a reviewed plan',
    why: 'a nightly apply does not request it every night',
    now: [pause('a', 'pa_1'), pause('b')],
    reviewed: undefined,
    held: ['a'],
  },
];

describe('a pause that a person rejected', () => {
  test.each(cases)('$name: $why', ({ now, reviewed, held }) => {
    const change = changeIn(markRejected(planOf(...now), reviewed && planOf(...reviewed)));
    if (change.step.by !== 'gated') throw new Error('it stays a gated change');
    const ids = change.step.campaigns.filter(({ predicted }) => predicted === 'rejected').map(({ id }) => id);
    expect(ids).toEqual(held);
    expect(isSent(change)).toBe(held.length < now.length);
    const problems = rejectedProblems(change, change.step.campaigns);
    expect(problems.map(({ code }) => code)).toEqual(held.length > 0 ? ['apply/rejected'] : []);
    for (const id of held) expect(problems[0]?.message).toContain(`Campaign ${id}`);
  });
});
