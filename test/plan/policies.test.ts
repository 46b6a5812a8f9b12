import { describe, expect, test } from 'vitest';
import { aDesired, aLive, kept, layers, OURS, planOf } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { policyTable, relayOff } from './policy-table.ts';

/** Each way round. */
const ALIASES = [
  ['US/Eastern', 'America/New_York'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Kolkata', 'Asia/Calcutta'],
  ['Europe/Kyiv', 'Europe/Kiev'],
  ['Etc/UTC', 'UTC'],
  ['Asia/Ho_Chi_Minh', 'Asia/Saigon'],
] as const;

describe('policies about everything else', () => {
  policyTable([
    { name: 'nothing to do', why: 'a plan without changes does no harm', refused: [] },

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
    {
      name: 'six layers of a large repository',
      why: 'those that the diff cannot affect are layers too',
      several: layers(6, () => ({ sight: relayOff })),
      others: layers(14, (n) => ({ desired: { name: `other-${n}` } })).desired,
      refused: [],
    },
    {
      name: 'seven of them',
      why: 'a third is more than a plan may change',
      several: layers(7, () => ({ sight: relayOff })),
      others: layers(14, (n) => ({ desired: { name: `other-${n}` } })).desired,
      refused: ['share=all'],
      says: ['7 of 21'],
    },

    {
      name: 'all of six layers are to be adopted',
      why: 'adopting changes nothing',
      several: layers(6, () => ({ sight: { unseen: ['objectives', 'monthlyCostCap'] } })),
      refused: [],
    },
    {
      name: 'all of six layers are paused',
      why: 'in an emergency nothing is asked',
      several: layers(6, () => ({ desired: { fields: { state: 'paused' } } })),
      refused: [],
    },
    {
      name: 'all of six caps are lowered',
      why: 'a decrease needs no permission',
      several: layers(6, () => ({ sight: { seen: { monthlyCostCap: api(30_000) } } })),
      refused: [],
    },
    {
      name: 'two of six layers change, the others are paused',
      why: 'a pause takes no part',
      several: layers(6, (n) => (n < 2 ? { sight: relayOff } : { desired: { fields: { state: 'paused' } } })),
      refused: ['share=all'],
      says: ['2 of 6 layers;'],
    },

    // pin
    {
      name: 'a pin that fits',
      why: 'the ids belong to the intended account',
      desired: { pin: { name: 'Acme iOS', currency: 'USD', timezone: 'America/New_York' } },
      sight: relayOff,
      refused: [],
    },
    {
      name: 'a pinned name with the accent as a character of its own',
      why: 'it reads the same, and is the same in NFC',
      desired: { pin: { name: 'Cafe\u0301' } },
      sight: { ...relayOff, account: { name: 'Caf\u00e9' } },
      refused: [],
    },
    ...ALIASES.map(([pinned, timezone]) => ({
      name: `the time zone ${pinned} for ${timezone}`,
      why: 'aliases are one zone',
      desired: { pin: { timezone: pinned } },
      sight: { ...relayOff, account: { timezone } },
      refused: [],
    })),
    {
      name: 'a time zone with the same clock',
      why: 'it is a different zone',
      desired: { pin: { timezone: 'America/Toronto' } },
      sight: relayOff,
      refused: ['pin=acme-ios'],
    },
    {
      name: 'a pin that does not fit',
      why: 'a copied id leads to the wrong customer',
      desired: { pin: { name: 'Beta', timezone: 'Asia/Tokyo' } },
      sight: relayOff,
      refused: ['pin=acme-ios'],
      says: ['"Acme iOS", not "Beta"', 'Asia/Tokyo'],
    },
    {
      name: 'a pin that cannot be checked',
      why: 'what cannot be checked is refused',
      desired: { pin: { name: 'Acme iOS' } },
      sight: { ...relayOff, account: { state: 'unreadable', reason: 'x' } },
      refused: ['pin=acme-ios'],
    },
    {
      name: 'a wrong pin and nothing to do',
      why: 'nothing is written',
      desired: { pin: { name: 'Beta' } },
      refused: [],
    },

    // pixel-owner
    {
      name: 'a pixel of a different account',
      why: 'events would go to a foreign account',
      sight: { ...relayOff, pixel: { state: 'absent', code: 'CX' } },
      refused: ['pixel-owner=acme-ios'],
      says: ['does not have pixel CX'],
    },
    {
      name: 'a pixel that was unlinked',
      why: 'it no longer belongs to this account',
      sight: { ...relayOff, pixel: { state: 'unbound', code: 'CX' } },
      refused: ['pixel-owner=acme-ios'],
      says: ['no longer linked'],
    },
    {
      name: 'a number instead of the code',
      why: 'the cure is in the message',
      sight: { ...relayOff, pixel: { state: 'numeric', id: '123', code: 'CX' } },
      refused: ['pixel-owner=acme-ios'],
      says: ['123', 'CX'],
    },
    {
      name: 'an unrelated pixel',
      why: 'what cannot be checked is refused',
      sight: { ...relayOff, pixel: { state: 'unasked' } },
      refused: ['pixel-owner=acme-ios'],
      says: ['cannot be checked'],
    },
    {
      name: 'a foreign pixel and another cap',
      why: 'the cap has nothing to do with the pixel',
      sight: { pixel: { state: 'absent', code: 'CX' }, seen: { monthlyCostCap: api(29000) } },
      refused: [],
    },
    {
      name: 'no pixel written',
      why: 'there is nothing that could be foreign',
      desired: { without: ['capi.pixel_id'] },
      sight: { ...relayOff, pixel: { state: 'unasked' } },
      refused: [],
    },

    // mode-switch and account-switch
    {
      name: 'another mode',
      why: 'who pays changes',
      desired: { fields: { mode: 'agency' } },
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
    { name: 'an unknown mode', why: 'nothing proves that it differs', sight: { unseen: ['mode'] }, refused: [] },
    {
      name: 'another ad account',
      why: 'the ads would run elsewhere',
      desired: { fields: { adAccountId: '7000' } },
      refused: ['account-switch=acme-ios'],
      says: ['7098765432109876543 to 7000'],
    },
    {
      name: 'another Business Center and ad account',
      why: 'each is reported',
      desired: { fields: { adAccountId: '7000', tiktokBusinessId: '7111' } },
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
      desired: { protected: true },
      sight: relayOff,
      refused: ['protected=acme-ios'],
      says: ['capi'],
    },
    {
      name: 'a protected layer to adopt',
      why: 'what waits for the current values is judged with them',
      desired: { protected: true },
      sight: { unseen: ['objectives', 'monthlyCostCap'] },
      refused: [],
    },
    {
      name: 'a protected layer, lowered',
      why: 'a decrease never needs permission',
      desired: { protected: true, fields: { monthlyCostCap: 20000 } },
      refused: [],
    },
    {
      name: 'a protected layer, raised',
      why: 'a raise is more than a decrease',
      desired: { protected: true, fields: { monthlyCostCap: 31000 } },
      refused: ['protected=acme-ios'],
      says: ['cost-cap'],
    },
    {
      name: 'a protected layer, paused',
      why: 'a pause never needs permission',
      desired: { protected: true, fields: { state: 'paused' } },
      refused: [],
    },
    {
      name: 'a protected layer, resumed',
      why: 'it would start spending',
      desired: { protected: true, fields: { state: 'active' } },
      refused: ['protected=acme-ios'],
    },
    { name: 'a protected layer as it is', why: 'nothing happens to it', desired: { protected: true }, refused: [] },

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
      why: 'it has no owner',
      sight: { ...relayOff, ledger: kept({}, { owner: { repository: null, root: '.' } }) },
      refused: [],
    },
    {
      name: 'a folder that is in no repository',
      why: 'our own identity is unknown, so it is foreign',
      sight: { ...relayOff, ledger: kept() },
      owner: { repository: null, root: '.' },
      refused: ['owner=acme-ios'],
      says: ['has no git remote'],
    },
    {
      name: 'a foreign layer without changes',
      why: 'looking does no harm',
      sight: { ledger: kept({}, { owner: { repository: 'other/ads', root: '.' } }) },
      refused: [],
    },
  ]);
});

describe('refusals', () => {
  test('a refusal has the location of its cause in the document', () => {
    const plan = planOf(aDesired({ fields: { monthlyCostCap: 99000 } }));
    expect(plan.refusals[0]?.location).toEqual({ file: 'layers/acme-ios.yaml', line: 12, column: 17 });
  });

  test('ownership comes before money, and money before the rest', () => {
    const plan = planOf(
      aDesired({ protected: true, pin: { name: 'Beta' }, fields: { monthlyCostCap: 99000, mode: 'agency' } }),
      aLive({ ledger: kept({}, { owner: { repository: 'other/ads', root: '.' } }) }),
    );
    const order = ['owner', 'pin', 'mode-switch', 'cap-increase', 'protected'];
    expect(plan.refusals.map(({ policy }) => policy)).toEqual(order);
  });
});
