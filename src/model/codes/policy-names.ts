import type { CodeText } from './code-text.ts';

/** Policies: `meaning` is why one refuses. */
export const POLICY_NAMES = {
  'cap-unit': {
    meaning: 'A cap changes although its unit is not stated.',
    example: 'monthlyCostCap: 30000, without costCapUnit',
    cure: 'Compare a known cap with the dashboard, then set costCapUnit: major or minor in reconcile.yaml.',
  },
  'cap-max': {
    meaning: 'One layer may cost more than the repository allows.',
    example: 'monthlyCostCap: 60000 USD, with cap-max: { amount: 50000 USD }',
    cure: 'Lower the cap. A limit in the currency of the account is needed for every cap.',
  },
  'cap-total': {
    meaning: 'All layers of one currency together may cost more than the repository allows.',
    example: 'Caps of 120,000.00 USD together, with cap-total: { amount: 100000 USD }',
    cure: 'Lower one of the caps.',
  },
  'cap-increase': {
    meaning: 'A cap rises by more than a set percentage at once.',
    example: 'monthlyCostCap: 28000 → 280000',
    cure: 'Check the digits, or raise it in several reviewed steps.',
  },
  'cap-below-spend': {
    meaning: 'A cap falls below the spend of the month.',
    example: 'monthlyCostCap: 3000, while 3,100.00 USD is spent',
    cure: 'Write a cap above the spend of the month, or pause the layer.',
  },
  share: {
    meaning: 'One plan changes many layers at once. Lower caps and pauses do not count.',
    example: 'A change in defaults/usd.yaml that 40 of 100 documents extend',
    cure: 'Split the change into several plans: reconcile plan layers/acme.',
  },
  pin: {
    meaning: 'The ids belong to a different ad account than the pinned one.',
    example: 'pin: { advertiser: { currency: USD } } for an account in EUR',
    cure: 'Correct adAccountId, or the pin.',
  },
  'pixel-owner': {
    meaning: 'Events would go to a pixel that the ad account does not have.',
    example: 'capi.pixel_id of a different client',
    cure: 'Link the pixel to the ad account, or correct capi.pixel_id.',
  },
  'mode-switch': {
    meaning: 'A different party would pay, and a different token would be used.',
    example: 'mode: byo → agency',
    cure: 'Check with the customer who pays from now on.',
  },
  'account-switch': {
    meaning: 'Ads would run in a different ad account.',
    example: 'adAccountId of a different client',
    cure: 'Correct the id, unless the ads are meant to run in the other account.',
  },
  protected: {
    meaning: 'A protected layer changes by more than a decrease or a pause.',
    example: 'A higher cap in a document with protected: true',
    cure: 'Have it allowed by a person who may change protected layers.',
  },
  freeze: {
    meaning: 'A layer changes by more than a decrease or a pause on a frozen day.',
    example: 'A new pixel on 2026-11-28, with freeze: [{ from: 2026-11-27, to: 2026-12-01 }]',
    cure: 'Apply it after the last frozen day.',
  },
  owner: {
    meaning: 'A different repository manages this layer.',
    example: 'The ledger names acme/ads, and the plan runs in acme/ads-copy',
    cure: 'Apply it in the other repository, or take the layer over.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;
