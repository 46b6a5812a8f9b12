import { describe, expect, test } from 'vitest';
import type { DesiredLayer, LiveLayer, Owner, PolicySettings, Refusal, Settings } from '../../src/model/index.ts';
import { aDesired, aLive, kept, layers, OURS, planOf, type Sight, theSettings, type Wish } from '../support/layers.ts';
import { api, recorded } from '../support/plan.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly wish?: Wish;
  readonly sight?: Sight;
  readonly several?: { readonly desired: readonly DesiredLayer[]; readonly live: readonly LiveLayer[] };
  readonly limits?: Partial<PolicySettings>;
  readonly unit?: Settings['costCapUnit'] | null;
  readonly owner?: Owner;
  /** `policy=subject`, as `--allow` takes it. */
  readonly refused: readonly string[];
  /** Words that the first refusal must have: they name the harm. */
  readonly says?: readonly string[];
};

const cap = (from: number, to: number | string): { wish: Wish; sight: Sight } => ({
  wish: { fields: { monthlyCostCap: to } },
  sight: { seen: { monthlyCostCap: api(from) } },
});

/** The cap of the n-th of several layers. */
const caps = (...moves: readonly (readonly [from: number, to: number])[]) =>
  layers(moves.length, (n) => cap(moves[n]?.[0] ?? 0, moves[n]?.[1] ?? 0));

const relayOff: Sight = { seen: { 'capi.enabled': api(false) } };
const usd = (minor: number) => ({ minor, currency: 'USD' });

const cases: readonly Case[] = [
  { name: 'nothing to do', why: 'a plan without changes harms nobody', refused: [] },

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
    why: 'nobody knows what the number counts, whichever way it goes',
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
    says: ['50001.00 USD', '50000.00 USD'],
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
    wish: { fields: { monthlyCostCap: 30000 } },
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
    wish: { fields: { monthlyCostCap: '500001 JPY' } },
    sight: { seen: { monthlyCostCap: api(500000) }, account: { currency: 'JPY' } },
    limits: { capMax: [{ minor: 500000, currency: 'JPY' }] },
    refused: ['cap-max=acme-ios'],
    says: ['500001 JPY'],
  },

  // cap-total
  {
    name: 'a sum above the total',
    why: 'all layers together may not cost more',
    several: caps([10000, 10000], [10000, 11000]),
    limits: { capTotal: [usd(2_050_000)] },
    refused: ['cap-total=USD'],
    says: ['21000.00 USD', '20500.00'],
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
    several: layers(2, (n) => (n === 0 ? cap(10000, 11000) : { wish: { without: ['monthlyCostCap'] } })),
    limits: { capTotal: [usd(4_000_000)] },
    refused: ['cap-total=USD'],
    says: ['41000.00'],
  },
  {
    name: 'a total beside a layer whose cap nobody states or shows',
    why: 'it is no part of what the repository promises',
    several: layers(2, (n) =>
      n === 0 ? cap(10000, 11000) : { wish: { without: ['monthlyCostCap'] }, sight: { unseen: ['monthlyCostCap'] } },
    ),
    limits: { capTotal: [usd(1_100_000)] },
    refused: [],
  },

  // cap-increase
  { name: 'a quarter more', why: 'it is within the limit', ...cap(28000, 35000), refused: [] },
  {
    name: 'a cent more than a quarter',
    why: 'a slip of a digit begins there',
    ...cap(28000, 35000.01),
    refused: ['cap-increase=acme-ios'],
    says: ['28000.00', '35000.01 USD', '25 %'],
  },
  { name: 'a tenth of it', why: 'a decrease never needs permission', ...cap(28000, 2_800 + 7_000), refused: [] },
  {
    name: 'a cap that was unknown',
    why: 'it counts as from 0',
    wish: {},
    sight: { unseen: ['monthlyCostCap'] },
    refused: ['cap-increase=acme-ios'],
    says: ['unknown now', '30000.00 USD'],
  },
  {
    name: 'a first cap',
    why: 'no cap counts as 0',
    sight: { seen: { monthlyCostCap: api(undefined) } },
    refused: ['cap-increase=acme-ios'],
    says: ['no stated cap'],
  },
  {
    name: 'a first cap where null is live',
    why: 'null is no cap either',
    sight: { seen: { monthlyCostCap: api(null) } },
    refused: ['cap-increase=acme-ios'],
    says: ['no stated cap'],
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
    name: 'an amount of no stated unit beside a number',
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
    why: 'the settings say how steep is too steep',
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
    name: 'a cap below what is spent',
    why: 'it would stop delivery today',
    ...cap(30000, 9310.19),
    refused: ['cap-below-spend=acme-ios'],
    says: ['9310.19', '9310.20 USD'],
  },
  { name: 'a cap at what is spent', why: 'it stops at its own mark', ...cap(30000, 9310.2), refused: [] },
  {
    name: 'a cap TikTok holds, below 105 % of what is spent',
    why: 'TikTok takes no such budget',
    wish: { fields: { monthlyCostCap: 9775, capEnforcement: 'tiktok' } },
    refused: ['cap-below-spend=acme-ios'],
    says: ['9775.71 USD'],
  },
  {
    name: 'a cap TikTok holds, at 105 % of what is spent',
    why: 'the last cent is rounded against the cap',
    wish: { fields: { monthlyCostCap: 9775.71, capEnforcement: 'tiktok' } },
    refused: [],
  },

  // share
  {
    name: 'two of five layers',
    why: 'a small repository may change as a whole',
    several: layers(5, (n) => (n < 2 ? { sight: relayOff } : {})),
    refused: [],
  },
  {
    name: 'two of six layers',
    why: 'a third is more than a plan may change',
    several: layers(6, (n) => (n < 2 ? { sight: relayOff } : {})),
    refused: ['share=all'],
    says: ['2 of 6'],
  },
  {
    name: 'three of ten layers',
    why: 'it is exactly the share',
    several: layers(10, (n) => (n < 3 ? { sight: relayOff } : {})),
    refused: [],
  },

  // pin
  {
    name: 'a pin that fits',
    why: 'the ids lead where they were meant to',
    wish: { pin: { name: 'Acme iOS', currency: 'USD', timezone: 'America/New_York' } },
    sight: relayOff,
    refused: [],
  },
  {
    name: 'a pin that does not fit',
    why: 'a copied id leads to the wrong customer',
    wish: { pin: { name: 'Beta', timezone: 'Asia/Tokyo' } },
    sight: relayOff,
    refused: ['pin=acme-ios'],
    says: ['"Acme iOS", not "Beta"', 'Asia/Tokyo'],
  },
  {
    name: 'a pin nobody can check',
    why: 'what cannot be checked is refused',
    wish: { pin: { name: 'Acme iOS' } },
    sight: { ...relayOff, account: { state: 'unreadable', reason: 'x' } },
    refused: ['pin=acme-ios'],
  },
  { name: 'a wrong pin and nothing to do', why: 'nothing is written', wish: { pin: { name: 'Beta' } }, refused: [] },

  // pixel-owner
  {
    name: 'a pixel of another account',
    why: 'events would go to strangers',
    sight: { ...relayOff, pixel: { state: 'absent', code: 'CX' } },
    refused: ['pixel-owner=acme-ios'],
    says: ['no pixel CX'],
  },
  {
    name: 'a pixel that was unlinked',
    why: 'it is not this account’s any more',
    sight: { ...relayOff, pixel: { state: 'unbound', code: 'CX' } },
    refused: ['pixel-owner=acme-ios'],
    says: ['not any more'],
  },
  {
    name: 'a number where the code belongs',
    why: 'the cure is in the message',
    sight: { ...relayOff, pixel: { state: 'numeric', id: '123', code: 'CX' } },
    refused: ['pixel-owner=acme-ios'],
    says: ['123', 'CX'],
  },
  {
    name: 'a pixel nobody asked about',
    why: 'what cannot be checked is refused',
    sight: { ...relayOff, pixel: { state: 'unasked' } },
    refused: ['pixel-owner=acme-ios'],
    says: ['cannot be checked'],
  },
  {
    name: 'a foreign pixel and another cap',
    why: 'the cap has nothing to do with the pixel',
    ...cap(29000, 30000),
    sight: { pixel: { state: 'absent', code: 'CX' }, seen: { monthlyCostCap: api(29000) } },
    refused: [],
  },
  {
    name: 'no pixel written',
    why: 'there is nothing that could be foreign',
    wish: { without: ['capi.pixel_id'] },
    sight: { ...relayOff, pixel: { state: 'unasked' } },
    refused: [],
  },

  // mode-switch and account-switch
  {
    name: 'another mode',
    why: 'who pays changes',
    wish: { fields: { mode: 'agency' } },
    refused: ['mode-switch=acme-ios'],
    says: ['Layers would pay', 'byo to agency'],
  },
  {
    name: 'back to byo',
    why: 'who pays changes',
    sight: { seen: { mode: api('agency') } },
    refused: ['mode-switch=acme-ios'],
    says: ['the customer would pay'],
  },
  { name: 'a first mode', why: 'nothing is switched', sight: { seen: { mode: api(undefined) } }, refused: [] },
  { name: 'a mode nobody shows', why: 'nothing says that it is another', sight: { unseen: ['mode'] }, refused: [] },
  {
    name: 'another ad account',
    why: 'the ads would run elsewhere',
    wish: { fields: { adAccountId: '7000' } },
    refused: ['account-switch=acme-ios'],
    says: ['7098765432109876543 to 7000'],
  },
  {
    name: 'another Business Center and ad account',
    why: 'each is told',
    wish: { fields: { adAccountId: '7000', tiktokBusinessId: '7111' } },
    refused: ['account-switch=acme-ios', 'account-switch=acme-ios'],
    says: ['Business Center'],
  },
  {
    name: 'a first ad account',
    why: 'nothing is switched',
    sight: { seen: { adAccountId: api(undefined) } },
    refused: [],
  },

  // protected
  {
    name: 'a protected layer and its relay',
    why: 'it may be lowered and paused, and nothing else',
    wish: { protected: true },
    sight: relayOff,
    refused: ['protected=acme-ios'],
    says: ['capi'],
  },
  {
    name: 'a protected layer, lowered',
    why: 'a decrease never needs permission',
    wish: { protected: true, fields: { monthlyCostCap: 20000 } },
    refused: [],
  },
  {
    name: 'a protected layer, raised',
    why: 'a raise is more than a decrease',
    wish: { protected: true, fields: { monthlyCostCap: 31000 } },
    refused: ['protected=acme-ios'],
    says: ['cost-cap'],
  },
  {
    name: 'a protected layer, paused',
    why: 'a pause never needs permission',
    wish: { protected: true, fields: { state: 'paused' } },
    refused: [],
  },
  {
    name: 'a protected layer, resumed',
    why: 'it would start spending',
    wish: { protected: true, fields: { state: 'active' } },
    refused: ['protected=acme-ios'],
  },
  { name: 'a protected layer as it is', why: 'nothing happens to it', wish: { protected: true }, refused: [] },

  // owner
  {
    name: 'a layer of another repository',
    why: 'the two would undo each other’s work',
    sight: { ...relayOff, ledger: kept({}, { owner: { repository: 'other/ads', root: 'eu' } }) },
    refused: ['owner=acme-ios'],
    says: ['other/ads (eu)', 'acme/ads'],
  },
  {
    name: 'a layer of another root in the same repository',
    why: 'two settings files are two owners',
    sight: { ...relayOff, ledger: kept({}, { owner: { ...OURS, root: 'eu' } }) },
    refused: ['owner=acme-ios'],
  },
  { name: 'our own layer', why: 'we were there before', sight: { ...relayOff, ledger: kept() }, refused: [] },
  {
    name: 'a layer that was applied outside of git',
    why: 'nobody’s name is on it',
    sight: { ...relayOff, ledger: kept({}, { owner: { repository: null, root: '.' } }) },
    refused: [],
  },
  {
    name: 'a folder that is in no repository',
    why: 'who we are cannot be told, so it is not ours',
    sight: { ...relayOff, ledger: kept() },
    owner: { repository: null, root: '.' },
    refused: ['owner=acme-ios'],
    says: ['without a git remote'],
  },
  {
    name: 'another repository’s layer, as it is',
    why: 'looking does no harm',
    sight: { ledger: kept({}, { owner: { repository: 'other/ads', root: '.' } }) },
    refused: [],
  },
];

function planFor({ wish, sight, several, limits, unit, owner = OURS }: Case, allow: readonly Refusal[] = []) {
  const { desired, live } = several ?? { desired: aDesired(wish), live: aLive(sight) };
  const settings = theSettings({ ...(limits && { policies: limits }), ...(unit !== undefined && { unit }) });
  return planOf(desired, live, { settings, owner, allow });
}

describe('the policies', () => {
  test.each(cases)('$name: $why', (given) => {
    const { refusals } = planFor(given);
    expect(refusals.map(({ policy, subject }) => `${policy}=${subject}`)).toEqual(given.refused);
    const all = refusals.map(({ message }) => message).join('\n');
    for (const words of given.says ?? []) expect(all).toContain(words);
  });

  const refusing = cases.filter(({ refused }) => refused.length > 0);

  test.each(refusing)('$name: an --allow for each subject lifts it, and is listed', (given) => {
    const { refusals } = planFor(given);
    const lifted = planFor(given, refusals);
    expect(lifted.refusals).toEqual([]);
    expect(lifted.allowed.map(({ policy, subject }) => `${policy}=${subject}`)).toEqual(given.refused);
  });

  test.each(refusing)('$name: an --allow for another subject lifts nothing, and is not listed', (given) => {
    const { refusals } = planFor(given);
    const elsewhere = refusals.map((refusal) => ({ ...refusal, subject: `${refusal.subject}-2` }));
    const plan = planFor(given, elsewhere);
    expect(plan.refusals).toEqual(refusals);
    expect(plan.allowed).toEqual([]);
  });

  test('a refusal says where in the document its cause stands', () => {
    const plan = planOf(aDesired({ fields: { monthlyCostCap: 99000 } }));
    expect(plan.refusals[0]?.where).toEqual({ file: 'layers/acme-ios.yaml', line: 12, column: 17 });
  });

  test('whose layer it is comes before money, and money before the rest', () => {
    const plan = planOf(
      aDesired({ protected: true, pin: { name: 'Beta' }, fields: { monthlyCostCap: 99000, mode: 'agency' } }),
      aLive({ ledger: kept({}, { owner: { repository: 'other/ads', root: '.' } }) }),
    );
    const order = ['owner', 'pin', 'mode-switch', 'cap-increase', 'protected'];
    expect(plan.refusals.map(({ policy }) => policy)).toEqual(order);
  });
});
