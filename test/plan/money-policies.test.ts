import { describe } from 'vitest';
import { aDesired, aLive, layers, type Sight, type DesiredCase } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';
import { type PolicyCase, policyTable, relayOff } from './policy-table.ts';

const cap = (from: number, to: number | string): { desired: DesiredCase; sight: Sight } => ({
  desired: { fields: { monthlyCostCap: to } },
  sight: { seen: { monthlyCostCap: api(from) } },
});

/** The cap of the n-th of several layers. */
const caps = (...moves: readonly (readonly [from: number, to: number])[]) =>
  layers(moves.length, (n) => cap(moves[n]?.[0] ?? 0, moves[n]?.[1] ?? 0));

/** The same, with a spend that could not be read. */
function unknownSpend({ desired, sight }: { desired: DesiredCase; sight: Sight }): Pick<PolicyCase, 'several'> {
  const { spend: _, ...live } = aLive(sight);
  return { several: { desired: [aDesired(desired)], live: [live] } };
}

const usd = (minor: number) => ({ minor, currency: 'USD' });

describe('policies about money', () => {
  policyTable([
    // cap-unit
    {
      name: 'a cap of no stated unit',
      why: '30000 may be dollars or cents',
      ...cap(29000, 30000),
      unit: null,
      refused: ['cap-unit=acme-ios'],
    },
    {
      name: 'a lower cap of no stated unit',
      why: 'the unit of the number is unknown in both directions',
      ...cap(31000, 30000),
      unit: null,
      refused: ['cap-unit=acme-ios'],
    },
    {
      name: 'an unchanged cap of no stated unit',
      why: 'everything else can still be applied',
      sight: relayOff,
      unit: null,
      refused: [],
    },

    // cap-max
    {
      name: 'a cap above the maximum',
      why: 'one layer may not cost more than the repository allows',
      ...cap(50000, 50001),
      limits: { capMax: [usd(5_000_000)] },
      refused: ['cap-max=acme-ios'],
      says: ['50,001.00 USD', '50,000.00 USD'],
    },
    {
      name: 'a cap at the maximum',
      why: 'it is allowed',
      ...cap(49000, 50000),
      limits: { capMax: [usd(5_000_000)] },
      refused: [],
    },
    {
      name: 'a decrease to above the maximum',
      why: 'a decrease never needs permission',
      ...cap(60000, 55000),
      limits: { capMax: [usd(5_000_000)] },
      refused: [],
    },
    {
      name: 'a maximum in another currency',
      why: 'half-configured policies fail closed',
      ...cap(29000, 30000),
      limits: { capMax: [{ minor: 9_000_000, currency: 'EUR' }] },
      refused: ['cap-max=acme-ios'],
      says: ['USD'],
    },
    {
      name: 'a maximum where the currency is unknown',
      why: 'what cannot be checked is refused',
      desired: { fields: { monthlyCostCap: 30000 } },
      sight: { seen: { monthlyCostCap: api(29000) }, account: { state: 'unreadable', reason: 'x' }, accounts: [] },
      limits: { capMax: [usd(9_000_000)] },
      refused: ['cap-max=acme-ios'],
      says: ['unknown'],
    },
    {
      name: 'a maximum for a bare cap of no stated unit',
      why: 'what cannot be checked is refused',
      ...cap(29000, 30000),
      unit: null,
      limits: { capMax: [usd(9_000_000)] },
      refused: ['cap-unit=acme-ios', 'cap-max=acme-ios'],
    },
    {
      name: 'a maximum in yen',
      why: 'yen has no smaller unit',
      desired: { fields: { monthlyCostCap: '500001 JPY' } },
      sight: { seen: { monthlyCostCap: api(500000) }, account: { currency: 'JPY' } },
      limits: { capMax: [{ minor: 500000, currency: 'JPY' }] },
      refused: ['cap-max=acme-ios'],
      says: ['500,001 JPY'],
    },

    // cap-total
    {
      name: 'a sum above the total',
      why: 'all layers together may not cost more',
      several: caps([10000, 10000], [10000, 11000]),
      limits: { capTotal: [usd(2_050_000)] },
      refused: ['cap-total=USD'],
      says: ['21,000.00 USD', '20,500.00'],
    },
    {
      name: 'a sum at the total',
      why: 'it is allowed',
      several: caps([10000, 10000], [10000, 11000]),
      limits: { capTotal: [usd(2_100_000)] },
      refused: [],
    },
    {
      name: 'a sum above the total that falls',
      why: 'a decrease never needs permission',
      several: caps([10000, 10000], [12000, 11000]),
      limits: { capTotal: [usd(1_000_000)] },
      refused: [],
    },
    ...(
      [
        [
          'counts what the plan does not look at',
          [{ monthlyCostCap: '9000 USD' }],
          ['cap-total=USD'],
          ['20,000.00 USD'],
        ],
        ['at what is there besides', [{ monthlyCostCap: '8999.99 USD' }], [], []],
        ['leaves other currencies to other totals', [{ monthlyCostCap: '9000 EUR' }], [], []],
        [
          'takes a bare number for one of this currency',
          [{ monthlyCostCap: 9000 }, { monthlyCostCap: 1 }],
          ['cap-total=USD'],
          ['20,001.00 USD', '2 documents without a currency, counted as USD'],
        ],
        ['has nothing to count where none is stated', [{}], [], []],
      ] as const
    ).map(
      ([name, wishes, refused, says]): PolicyCase => ({
        name: `a total ${name}`,
        why: 'many small diffs would each stay below it',
        several: caps([10000, 11000]),
        others: wishes.map((fields, n) =>
          aDesired({ name: `other-${n}`, fields, without: 'monthlyCostCap' in fields ? [] : ['monthlyCostCap'] }),
        ),
        limits: { capTotal: [usd(1_999_999)] },
        refused,
        says,
      }),
    ),
    ...(
      [
        [
          'counts what stays live',
          { monthlyCostCap: '9000 USD' },
          ['cap-total=USD'],
          ['20,000.00 USD', 'includes the cap of 1 removed document, which stays live'],
        ],
        ['takes a bare number for one of this currency', { monthlyCostCap: 9000 }, ['cap-total=USD'], ['1 document']],
        ['leaves other currencies to other totals', { monthlyCostCap: '9000 EUR' }, [], []],
        ['has nothing to count without a cap', {}, [], []],
      ] as const
    ).map(
      ([name, fields, refused, says]): PolicyCase => ({
        name: `a total beside a removed document ${name}`,
        why: 'its layer keeps spending, so a new one cannot take its place',
        several: caps([10000, 11000]),
        removed: [aDesired({ name: 'gone', fields, without: 'monthlyCostCap' in fields ? [] : ['monthlyCostCap'] })],
        limits: { capTotal: [usd(1_999_999)] },
        refused,
        says,
      }),
    ),
    {
      name: 'a total that falls beside a removed document',
      why: 'a decrease never needs permission',
      several: caps([12000, 11000]),
      removed: [aDesired({ name: 'gone', fields: { monthlyCostCap: '90000 USD' } })],
      limits: { capTotal: [usd(2_000_000)] },
      refused: [],
    },
    {
      name: 'a total that falls next to a skipped layer',
      why: 'a decrease never needs permission',
      several: caps([12000, 11000]),
      others: [aDesired({ name: 'other', fields: { monthlyCostCap: '90000 USD' } })],
      limits: { capTotal: [usd(2_000_000)] },
      refused: [],
    },
    {
      name: 'a total in another currency',
      why: 'half-configured policies fail closed',
      several: caps([10000, 11000]),
      limits: { capTotal: [{ minor: 1, currency: 'EUR' }] },
      refused: ['cap-total=USD'],
    },
    {
      name: 'a total beside an account of another currency',
      why: 'amounts of two currencies are never added',
      several: layers(2, (n) => (n === 0 ? cap(10000, 11000) : { sight: { account: { currency: 'EUR' } } })),
      limits: { capTotal: [usd(1_100_000)] },
      refused: [],
    },
    {
      name: 'a total beside an account of unknown currency',
      why: 'its cap may count in this currency',
      several: layers(2, (n) =>
        n === 0 ? cap(10000, 11000) : { sight: { account: { state: 'unreadable', reason: 'x' }, accounts: [] } },
      ),
      limits: { capTotal: [usd(9_900_000)] },
      refused: ['cap-total=USD'],
      says: ['unknown'],
    },
    {
      name: 'a total that counts a cap no document writes',
      why: 'it is live, and it costs',
      several: layers(2, (n) => (n === 0 ? cap(10000, 11000) : { desired: { without: ['monthlyCostCap'] } })),
      limits: { capTotal: [usd(4_000_000)] },
      refused: ['cap-total=USD'],
      says: ['41,000.00'],
    },
    {
      name: 'a total with a layer whose cap is neither set nor known',
      why: 'it is not managed by the repository',
      several: layers(2, (n) =>
        n === 0
          ? cap(10000, 11000)
          : { desired: { without: ['monthlyCostCap'] }, sight: { unseen: ['monthlyCostCap'] } },
      ),
      limits: { capTotal: [usd(1_100_000)] },
      refused: [],
    },

    // cap-increase
    { name: 'a quarter more', why: 'it is within the limit', ...cap(28000, 35000), refused: [] },
    {
      name: 'a cent more than a quarter',
      why: 'an extra digit starts there',
      ...cap(28000, 35000.01),
      refused: ['cap-increase=acme-ios'],
      says: ['28,000.00', '35,000.01 USD', '25%'],
    },
    { name: 'a tenth of it', why: 'a decrease never needs permission', ...cap(28000, 2_800 + 7_000), refused: [] },
    {
      name: 'a cap that was unknown',
      why: 'the layer is adopted, so it counts as from 0',
      sight: { unseen: ['monthlyCostCap'], seen: { objectives: recorded(['app_installs', 'video_view']) } },
      refused: ['cap-increase=acme-ios'],
      says: ['the current cap is unknown', '30,000.00 USD'],
    },
    {
      name: 'an unknown cap of a layer that is not adopted',
      why: 'every policy about money waits for the current cap, and nothing is written before',
      sight: { unseen: ['monthlyCostCap'] },
      limits: { capMax: [usd(1_000_00)], capTotal: [usd(1_000_00)] },
      unit: null,
      refused: [],
    },
    {
      name: 'a first cap of a layer without an ad account',
      why: 'the layer cannot spend yet',
      sight: { seen: { monthlyCostCap: api(undefined), adAccountId: api(undefined) }, accounts: [] },
      refused: [],
    },
    {
      name: 'a first cap above the limit, of a layer without an ad account',
      why: 'cap-max needs no current cap',
      sight: { seen: { monthlyCostCap: api(undefined), adAccountId: api(undefined) }, accounts: [] },
      limits: { capMax: [usd(1_000_00)] },
      refused: ['cap-max=acme-ios'],
    },
    {
      name: 'a raise of a cap that a layer without an ad account already has',
      why: 'only the first cap is no increase',
      sight: { seen: { monthlyCostCap: api(100), adAccountId: api(undefined) }, accounts: [] },
      refused: ['cap-increase=acme-ios'],
    },
    {
      name: 'a first cap',
      why: 'no cap counts as 0',
      sight: { seen: { monthlyCostCap: api(undefined) } },
      refused: ['cap-increase=acme-ios'],
      says: ['there is no cap'],
    },
    {
      name: 'a first cap with null live',
      why: 'null is no cap either',
      sight: { seen: { monthlyCostCap: api(null) } },
      refused: ['cap-increase=acme-ios'],
      says: ['there is no cap'],
    },
    {
      name: 'bare numbers of no stated unit',
      why: 'both are on the same wire, so their ratio is known',
      ...cap(28000, 36000),
      unit: null,
      refused: ['cap-unit=acme-ios', 'cap-increase=acme-ios'],
      says: ['dashboard'],
    },
    {
      name: 'an amount without a unit next to a number',
      why: 'the two cannot be compared, and what cannot be checked is refused',
      ...cap(28000, '28000 USD'),
      unit: null,
      refused: ['cap-unit=acme-ios', 'cap-increase=acme-ios'],
    },
    {
      name: 'two layers of which one rises steeply',
      why: 'each is judged by itself',
      several: caps([10000, 12500], [10000, 12501]),
      refused: ['cap-increase=layer-01'],
    },
    {
      name: 'another limit',
      why: 'the settings define the limit',
      ...cap(28000, 31000),
      limits: { capIncrease: { percent: 10 } },
      refused: ['cap-increase=acme-ios'],
    },
    {
      name: 'a cap from the ledger',
      why: 'recorded values are known values',
      sight: { seen: { monthlyCostCap: recorded(28000) } },
      refused: [],
    },

    // cap-below-spend
    {
      name: 'a cap below the spend',
      why: 'it would stop delivery today',
      ...cap(30000, 9310.19),
      refused: ['cap-below-spend=acme-ios'],
      says: ['9,310.19', '9,310.20 USD'],
    },
    { name: 'a cap equal to the spend', why: 'it stops at its own mark', ...cap(30000, 9310.2), refused: [] },
    {
      name: 'a cap enforced by TikTok, below 105% of the spend',
      why: 'TikTok refuses such a budget',
      desired: { fields: { monthlyCostCap: 9775, capEnforcement: 'tiktok' } },
      refused: ['cap-below-spend=acme-ios'],
      says: ['9,775.71 USD'],
    },
    {
      name: 'a cap enforced by TikTok, at 105% of the spend',
      why: 'the last cent is rounded against the cap',
      desired: { fields: { monthlyCostCap: 9775.71, capEnforcement: 'tiktok' } },
      refused: [],
    },

    // cap-below-spend, if the spend is unknown
    {
      name: 'a lower cap while the spend is unknown',
      why: 'a policy that cannot be checked refuses',
      ...unknownSpend(cap(30000, 29000)),
      refused: ['cap-below-spend=acme-ios'],
      says: ['unknown'],
    },
    {
      name: 'a lower cap while the spend is in a different currency',
      why: 'amounts of two currencies are never compared',
      desired: { fields: { monthlyCostCap: 29000 } },
      sight: { seen: { monthlyCostCap: api(30000) }, spend: { minor: 1, currency: 'EUR' } },
      refused: ['cap-below-spend=acme-ios'],
    },
    {
      name: 'a higher cap while the spend is unknown',
      why: 'the spend cannot be above it and below the current cap',
      ...unknownSpend(cap(30000, 31000)),
      refused: [],
    },
    {
      name: 'a pause with a lower cap while the spend is unknown',
      why: 'a pause always passes',
      ...unknownSpend({
        desired: { fields: { monthlyCostCap: 29000, state: 'paused' } },
        sight: { seen: { monthlyCostCap: api(30000) } },
      }),
      refused: [],
    },
    {
      name: 'a first limit at TikTok while the spend is unknown',
      why: 'it may be below the spend',
      ...unknownSpend({
        desired: { fields: { capEnforcement: 'tiktok' } },
        sight: { seen: { accountBudget: api({ mode: 'UNLIMITED' }), capEnforcement: api('none') } },
      }),
      refused: ['cap-below-spend=acme-ios'],
    },
    {
      name: 'a limit at TikTok that goes away while the spend is unknown',
      why: 'nothing is below it any longer',
      ...unknownSpend({
        desired: { fields: { capEnforcement: 'none' } },
        sight: {
          seen: { accountBudget: api({ mode: 'MONTHLY_BUDGET', amount: '30000.00' }), capEnforcement: api('tiktok') },
        },
      }),
      refused: [],
    },
  ]);
});
