import { describe, expect, test } from 'vitest';
import type { LiveCampaign, Change, GatedCampaign, LiveLayer, PlannedLayer } from '../../src/model/index.ts';
import {
  ACCOUNT,
  aDesired,
  aLive,
  kept,
  PIXEL,
  planOf,
  type Sight,
  theSettings,
  type DesiredCase,
} from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

const settings = theSettings({ layersBusinessId: '7999' });
const agency: DesiredCase = { fields: { mode: 'agency' } };
const asAgency: Sight = { seen: { mode: api('agency') } };
const shared = api({ partner: '7999' });

type Case = {
  readonly name: string;
  readonly why: string;
  readonly desired?: DesiredCase;
  readonly sight?: Sight;
  readonly live?: Partial<LiveLayer>;
  /** `kind by calls`, in order. */
  readonly changes: readonly string[];
};

function planned({
  desired = {},
  sight = {},
  live = {},
}: Pick<Case, 'desired' | 'sight' | 'live'>): PlannedLayer | undefined {
  return planOf(aDesired(desired), { ...aLive(sight), ...live }, { settings }).layers[0];
}

const told = ({ kind, step, calls }: Change): string => `${kind} ${step.by} ${calls}`;

/** Two campaigns that run, as one of them is gated. */
const campaigns = (...states: readonly Partial<LiveCampaign>[]): readonly LiveCampaign[] =>
  states.map((stand, index) => ({ id: `cmp_${index + 1}`, name: `Campaign ${index + 1}`, status: 'active', ...stand }));
const running = (...ids: readonly string[]): Sight => ({
  seen: { 'campaigns.running': api(ids), state: api('paused') },
});

const cases: readonly Case[] = [
  {
    name: 'nothing is shared yet',
    why: 'a read, the write, two reads',
    desired: agency,
    sight: { seen: { mode: api('agency'), partnership: api(undefined) } },
    live: { partnership: { partners: false, accounts: 0 } },
    changes: ['partnership api 4'],
  },
  {
    name: 'partners that share nothing',
    why: 'both directions are read before the account counts as not shared',
    desired: agency,
    sight: { seen: { mode: api('agency'), partnership: api(undefined) } },
    live: { partnership: { partners: true, accounts: 0 } },
    changes: ['partnership api 6'],
  },
  {
    name: 'an account that is shared',
    why: 'in which role cannot be read, so it is not shared again',
    desired: agency,
    sight: { seen: { mode: api('agency'), partnership: shared } },
    changes: [],
  },
  {
    name: 'an unknown partnership',
    why: 'it is not written on a guess',
    desired: agency,
    sight: asAgency,
    changes: [],
  },
  {
    name: 'a partnership that was asked for',
    why: 'it waits for the other side, and is not asked for again',
    desired: agency,
    sight: {
      seen: { mode: api('agency'), partnership: api(undefined) },
      ledger: kept({ partnership: { partner: '7999', role: 'OPERATOR' } }),
    },
    live: { partnership: { partners: false, accounts: 0 } },
    changes: ['partnership human 0'],
  },
  {
    name: 'a pixel that is not shared',
    why: 'a person shares it, and TikTok shows that',
    desired: agency,
    sight: { seen: { mode: api('agency'), partnership: shared, pixelShare: api(undefined) } },
    changes: ['pixel-share human 0'],
  },
  {
    name: 'a pixel that is shared',
    why: 'nothing is left to do',
    desired: agency,
    sight: { seen: { mode: api('agency'), partnership: shared, pixelShare: api(PIXEL) } },
    changes: [],
  },
  {
    name: 'a pixel whose share cannot be read',
    why: 'it is a task of the binding, on the word of a person',
    desired: agency,
    sight: { seen: { mode: api('agency'), partnership: shared } },
    changes: [],
  },
  {
    name: 'identities of which one is not shared',
    why: 'a person shares it, and TikTok shows that',
    desired: { fields: { mode: 'agency', 'sharing.identities': ['1', '2'] } },
    sight: { seen: { mode: api('agency'), partnership: shared, 'sharing.identities': api(['1']) } },
    changes: ['sharing human 0'],
  },
  {
    name: 'BYO mode',
    why: 'there is no partner',
    sight: { seen: { partnership: api(undefined) } },
    changes: [],
  },
  {
    name: 'a pixel that is not linked',
    why: 'a read, the write, a read',
    sight: { seen: { pixelLink: api(undefined) }, pixel: { state: 'unbound', code: PIXEL } },
    changes: ['pixel-link api 3'],
  },
  {
    name: 'TikTok is to hold the cap',
    why: 'its budget is what is written',
    desired: { fields: { capEnforcement: 'tiktok' } },
    sight: { seen: { capEnforcement: api('none'), accountBudget: api({ mode: 'UNLIMITED' }) } },
    changes: ['cap-enforcement api 3'],
  },
  {
    name: 'the budget at TikTok is different',
    why: 'the budget follows the cap',
    desired: { fields: { capEnforcement: 'tiktok' } },
    sight: {
      seen: { capEnforcement: api('tiktok'), accountBudget: api({ mode: 'MONTHLY_BUDGET', amount: '100.00' }) },
    },
    changes: ['cap-enforcement api 3'],
  },
  {
    name: 'TikTok holds the cap',
    why: 'there is nothing to do',
    desired: { fields: { capEnforcement: 'tiktok' } },
    sight: {
      seen: { capEnforcement: api('tiktok'), accountBudget: api({ mode: 'MONTHLY_BUDGET', amount: '30000.00' }) },
    },
    changes: [],
  },
  {
    name: 'an unknown budget',
    why: 'a person sets it',
    desired: { fields: { capEnforcement: 'tiktok' } },
    changes: ['cap-enforcement human 0'],
  },
  {
    name: 'a code that is not entered',
    why: 'a read, a write for each, a read; attaching it is manual',
    desired: { fields: { spark: [{ post: 'ugc_1' }] }, spark: [{ post: 'ugc_1', variable: 'SPARK_1' }] },
    sight: { seen: { 'spark.authorised': api([]) } },
    live: { sparkPosts: [{ post: 'ugc_1', state: 'absent' }] },
    changes: ['spark-authorise api 3', 'spark human 0'],
  },
  {
    name: 'a code that has ended',
    why: 'it cannot be revived, so a person needs a new one',
    desired: { fields: { spark: [{ post: 'ugc_1' }] }, spark: [{ post: 'ugc_1', variable: 'SPARK_1' }] },
    sight: { seen: { 'spark.authorised': api([]), spark: recorded([{ post: 'ugc_1' }]) } },
    live: { sparkPosts: [{ post: 'ugc_1', state: 'expired', item: '7301', until: '2026-11-01T00:00:00Z' }] },
    changes: ['spark-authorise human 0'],
  },
  {
    name: 'campaigns of a paused layer',
    why: 'a read of three requests, the writes with claim and read in between, a read',
    desired: { fields: { state: 'paused' } },
    sight: running('cmp_1', 'cmp_2'),
    live: { campaigns: campaigns({}, {}) },
    changes: ['campaigns gated 15'],
  },
  {
    name: 'campaigns with an unknown layer',
    why: 'nothing is paused on a guess',
    desired: { fields: { state: 'paused' } },
    sight: { seen: { state: api('paused') } },
    changes: [],
  },
  {
    name: 'an active layer with campaigns that a person paused',
    why: 'a person’s pause wins',
    desired: { fields: { state: 'active' } },
    sight: { seen: { state: api('active'), 'campaigns.running': api([]) } },
    live: { campaigns: campaigns({ status: 'paused' }) },
    changes: [],
  },
  {
    name: 'an active layer whose campaigns reconcile paused',
    why: 'those, and no others, run again',
    desired: { fields: { state: 'active' } },
    sight: { seen: { state: api('active'), 'campaigns.running': api([]), 'campaigns.paused': recorded(['cmp_1']) } },
    live: { campaigns: campaigns({ status: 'paused' }, { status: 'paused' }) },
    changes: ['campaigns gated 9'],
  },
];

describe('values from TikTok and the campaigns', () => {
  test.each(cases)('$name: $why', ({ changes, ...given }) => {
    expect(planned(given)?.changes.map(told)).toEqual(changes);
  });

  const gates: readonly {
    stand: Partial<LiveCampaign>;
    killSwitch?: boolean;
    predicted: GatedCampaign['predicted'];
  }[] = [
    { stand: { authority: 'auto' }, predicted: 'done' },
    { stand: { authority: 'draft' }, predicted: 'queued' },
    { stand: { authority: 'off' }, predicted: 'denied' },
    { stand: { authority: 'unknown' }, predicted: 'may be denied' },
    { stand: {}, predicted: 'may be denied' },
    { stand: { authority: 'auto', pending: 'paused' }, predicted: 'requested' },
    { stand: { authority: 'auto', pending: 'active' }, predicted: 'done' },
    { stand: { authority: 'auto' }, killSwitch: true, predicted: 'denied' },
  ];

  test.each(gates)(
    'the gate in state $stand is predicted as $predicted',
    ({ stand, killSwitch = false, predicted }) => {
      const layer = planned({
        desired: { fields: { state: 'paused' } },
        sight: { ...running('cmp_1'), killSwitch },
        live: { campaigns: campaigns(stand) },
      });
      const step = layer?.changes[0]?.step;
      expect(step?.by === 'gated' && step.campaigns).toMatchObject([{ id: 'cmp_1', verb: 'pause', predicted }]);
    },
  );

  test('a pause comes before everything, and a resume after everything', () => {
    const off = { seen: { ...running('cmp_1').seen, objectives: api(['traffic']) } };
    const paused = planned({
      desired: { fields: { state: 'paused' } },
      sight: off,
      live: { campaigns: campaigns({}) },
    });
    expect(paused?.changes.map(({ kind }) => kind)).toEqual(['campaigns', 'objectives']);
    expect(paused?.changes[0]?.dependsOn).toEqual([]);
    const on = {
      seen: { 'campaigns.running': api([]), 'campaigns.paused': recorded(['cmp_1']), objectives: api(['traffic']) },
    };
    const resumed = planned({
      desired: { fields: { state: 'active' } },
      sight: on,
      live: { campaigns: campaigns({ status: 'paused' }) },
    });
    expect(resumed?.changes.at(-1)).toMatchObject({
      kind: 'campaigns',
      dependsOn: ['acme-ios/objectives', 'acme-ios/state'],
    });
  });

  test('a protected layer may be paused by anyone, and not resumed', () => {
    const refusals = (desired: DesiredCase, sight: Sight, live: Partial<LiveLayer>) =>
      planOf(aDesired({ ...desired, protected: true }), { ...aLive(sight), ...live }, { settings }).refusals.map(
        ({ policy }) => policy,
      );
    expect(refusals({ fields: { state: 'paused' } }, running('cmp_1'), { campaigns: campaigns({}) })).toEqual([]);
    const ours = {
      seen: { state: api('active'), 'campaigns.running': api([]), 'campaigns.paused': recorded(['cmp_1']) },
    };
    expect(refusals({ fields: { state: 'active' } }, ours, { campaigns: campaigns({ status: 'paused' }) })).toEqual([
      'protected',
    ]);
  });

  test('a pixel that is about to be linked needs no permission to be used', () => {
    const unlinked: Sight = {
      seen: { pixelLink: api(undefined), 'capi.enabled': api(false) },
      pixel: { state: 'absent', code: PIXEL },
    };
    const plan = planOf(aDesired(), aLive(unlinked), { settings });
    expect(plan.refusals).toEqual([]);
    expect(plan.layers[0]?.changes.map(({ kind }) => kind)).toEqual(['pixel-link', 'capi']);
  });

  test('Spark codes are checked: expired, expiring within a week, of a different post', () => {
    const checks = (days: number, item?: string) =>
      planned({
        desired: {
          fields: { spark: [{ post: 'ugc_1' }] },
          spark: [{ post: 'ugc_1', variable: 'SPARK_1', ...(item !== undefined && { item }) }],
        },
        sight: { seen: { 'spark.authorised': api(['ugc_1']), spark: recorded([{ post: 'ugc_1' }]) } },
        live: {
          sparkPosts: [{ post: 'ugc_1', state: 'authorised', item: '7301', until: `2026-11-${10 + days}T12:00:00Z` }],
        },
      })?.checks.map(({ code }) => code);
    expect(checks(8)).toEqual([]);
    expect(checks(7)).toEqual(['tiktok/spark-expiring']);
    expect(checks(8, '7302')).toEqual(['tiktok/spark-item']);
  });

  test('a shared account that is not bound yet is a check', () => {
    const layer = planned({
      desired: agency,
      sight: { seen: { mode: api('agency'), partnership: shared }, accounts: [] },
    });
    expect(layer?.checks.map(({ code }) => code)).toContain('tiktok/partnership-pending');
    expect(layer?.checks[0]?.message).toContain(ACCOUNT);
  });
});
