import type { POLICY_NAMES } from './codes/policy-names.ts';
import type { Money } from './money.ts';
import type { Location } from './problem.ts';

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
