import type { Money } from './money.ts';
import type { Location } from './problem.ts';

/** Source of the table in the README. */
export const POLICY_NAMES = {
  'cap-unit': 'A cap changes although its unit is not stated.',
  'cap-max': 'One layer may cost more than the repository allows.',
  'cap-total': 'All layers of one currency together may cost more than the repository allows.',
  'cap-increase': 'A cap rises by more than a set percentage at once.',
  'cap-below-spend': 'A cap falls below the spend of the month.',
  share: 'One plan changes many layers at once.',
  pin: 'The ids belong to a different ad account than the pinned one.',
  'pixel-owner': 'Events would go to a pixel that the ad account does not have.',
  'mode-switch': 'A different party would pay, and a different token would be used.',
  'account-switch': 'Ads would run in a different ad account.',
  protected: 'A protected layer changes by more than a decrease or a pause.',
  freeze: 'A layer changes by more than a decrease or a pause on a frozen day.',
  owner: 'A different repository manages this layer.',
} as const;

export type PolicyName = keyof typeof POLICY_NAMES;

/** About a label that allows a policy: people cannot allow their own change. */
export const LABEL_RULE =
  'It counts if it is added after the last push and before the merge, by a person with write access who did not open the pull request, push to it or write one of its commits.';

/** Why a plan may not be applied. */
export type Refusal = {
  readonly policy: PolicyName;
  /** Value for `--allow POLICY=NAME`: a layer, a currency, or `all`. */
  readonly subject: string;
  /** One sentence that names the harm. */
  readonly message: string;
  readonly location?: Location;
};

/** A policy that is allowed for one subject. */
export type Allowance = {
  readonly policy: PolicyName;
  readonly subject: string;
  /** The account whose label allows it; absent for `--allow`. */
  readonly by?: string;
};

/** `undefined`: the policy is not set. */
export type PolicySettings = {
  /** At most one amount per currency. */
  readonly capMax?: readonly Money[];
  readonly capTotal?: readonly Money[];
  /** A raise above this percentage is refused. */
  readonly capIncrease: { readonly percent: number };
  /** A plan may change `percent` of the layers if it contains more than `above` of them. */
  readonly share: { readonly percent: number; readonly above: number };
  /** At least one. */
  readonly freeze?: readonly FreezeWindow[];
};

/** Whole days in the time zone of each ad account, both inclusive: `YYYY-MM-DD`. */
export type FreezeWindow = { readonly from: string; readonly to: string; readonly reason?: string };
