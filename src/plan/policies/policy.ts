import {
  type Change,
  type DesiredLayer,
  type LiveValue,
  type Money,
  moneyFromMajor,
  type Owner,
  type Plan,
  type Problem,
  type Refusal,
  type Settings,
  type Value,
} from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import { currencyOf, type Pair } from '../pair.ts';
import { capAsMoney, desiredCap } from '../wire.ts';

/** One layer with what would be done to it. */
export type Planned = { readonly pair: Pair; readonly changes: readonly Change[] };

/** All that a policy may look at. */
export type PolicyInput = {
  readonly planned: readonly Planned[];
  readonly settings: Settings;
  /** Which repository, and which root in it, is planning. */
  readonly owner: Owner;
  /** The documents at the base, where there is one: a protection that the diff takes away still holds. */
  readonly base: readonly DesiredLayer[];
  readonly removed: Plan['removed'];
  /** Documents that are there and were not looked at: what they cost counts all the same. */
  readonly others: readonly DesiredLayer[];
  /** Documents whose layers could not be read: what no document states is unknown of them. */
  readonly unread: readonly DesiredLayer[];
};

/** Judges a whole plan. A policy that is not set refuses nothing; one that cannot be checked refuses. */
export type Policy = (whole: PolicyInput) => readonly Refusal[];

/** The cap before and after a change of it, as far as each is known. */
export type CapMove = {
  readonly pair: Pair;
  readonly before: Money | undefined;
  readonly beforeSeen: LiveValue;
  readonly after: Money | undefined;
  readonly currency: string | undefined;
  /** The cap in the document of the base, which was reviewed: absent if there is no base, or it has no cap. */
  readonly reviewed?: ReviewedCap;
};

/** `money` as far as the unit is known; `wire` if it is a bare number. */
type ReviewedCap = { readonly money?: Money; readonly wire?: number };

export function capMoves({ planned, settings, base }: PolicyInput): readonly CapMove[] {
  return planned.flatMap(({ pair, changes }): readonly CapMove[] => {
    const change = changes.find(({ kind }) => kind === 'cost-cap');
    if (change === undefined) return [];
    const currency = pair.desired.cap?.written === 'money' ? pair.desired.cap.money.currency : currencyOf(pair);
    const beforeSeen = liveAt(pair, 'monthlyCostCap');
    const value = beforeSeen.provenance === 'unknown' ? undefined : beforeSeen.value;
    const reviewed = reviewedCap(pair, base, settings, currency);
    return [
      {
        pair,
        currency,
        ...(reviewed !== undefined && { reviewed }),
        beforeSeen,
        before: capAsMoney(value, settings.costCapUnit, currency),
        after: desiredCap(pair.desired, settings.costCapUnit, currency),
      },
    ];
  });
}

/**
 * Of the same ad account, or else of the same name and project: neither a new name nor another spelling of the project is
 * a way around what was reviewed. No two documents have one ad account.
 */
function reviewedCap(
  { desired }: Pair,
  base: PolicyInput['base'],
  { costCapUnit }: Settings,
  currency: string | undefined,
): ReviewedCap | undefined {
  const account = desired.fields.adAccountId;
  const before =
    base.find(({ fields }) => account !== undefined && fields.adAccountId === account) ??
    base.find(({ name, project }) => name === desired.name && project === desired.project);
  if (before?.cap === undefined) return undefined;
  const money = desiredCap(before, costCapUnit, currency);
  return {
    ...(money !== undefined && money.currency === currency && { money }),
    ...(before.cap.written === 'bare' && { wire: before.cap.wire }),
  };
}

/** Whether a cap would be more than `percent` above the reviewed one. Two amounts that cannot be compared are not. */
export function isAboveReviewed({ reviewed, after, pair }: CapMove, percent: number): boolean {
  if (reviewed?.money !== undefined && after !== undefined) {
    return after.minor * 100 > reviewed.money.minor * (100 + percent);
  }
  const wire = pair.desiredWire.monthlyCostCap;
  return reviewed?.wire !== undefined && typeof wire === 'number' && wire * 100 > reviewed.wire * (100 + percent);
}

/** The monthly budget of the ad account before and after a change of it. Absent: none, or one of another kind. */
export type BudgetMove = {
  readonly pair: Pair;
  /** Nothing held the account before: whatever comes is less. */
  readonly unlimited: boolean;
  readonly beforeSeen: LiveValue;
  readonly before: Money | undefined;
  readonly after: Money | undefined;
};

/** Where TikTok holds a cap, the account's budget is what money is really held by: it may move without the cap. */
export function budgetMoves({ planned }: PolicyInput): readonly BudgetMove[] {
  return planned.flatMap(({ pair, changes }): readonly BudgetMove[] => {
    const fields = changes.filter(({ kind }) => kind === 'cap-enforcement').flatMap((change) => change.fields);
    const field = fields.find(({ path }) => path === 'accountBudget');
    if (field === undefined) return [];
    const seen = field.before.provenance === 'unknown' ? undefined : field.before.value;
    return [
      {
        pair,
        unlimited: modeOf(seen) === 'UNLIMITED',
        beforeSeen: field.before,
        before: monthly(seen, pair),
        after: monthly(field.after, pair),
      },
    ];
  });
}

function modeOf(value: Value | undefined): Value | undefined {
  // What the readers and the plan make of a budget: a map with `mode` and maybe `amount`.
  return (value as { readonly mode?: Value } | undefined)?.mode;
}

function monthly(value: Value | undefined, pair: Pair): Money | undefined {
  const { amount } = (value ?? {}) as { readonly amount?: Value };
  const currency = currencyOf(pair);
  if (modeOf(value) !== 'MONTHLY_BUDGET' || typeof amount !== 'string' || currency === undefined) return undefined;
  return moneyFromMajor(amount, currency);
}

/**
 * Whether a cap may rise. A decrease never needs permission, but a recorded cap is no proof of one: anyone who holds the
 * API key can write it. There the cap must not exceed the reviewed one either.
 */
export function rises(move: CapMove): boolean {
  return risesLive(move) || (move.beforeSeen.provenance === 'recorded' && isAboveReviewed(move, 0));
}

/** Whether a cap rises from what is live. An unknown cap counts as nothing, so every cap rises from it. */
export function risesLive({ before, after, pair }: CapMove): boolean {
  if (before !== undefined && after !== undefined) return after.minor > before.minor;
  // Without a unit or a currency the bare numbers still compare: both are on the same wire.
  const seen = liveAt(pair, 'monthlyCostCap');
  const wire = pair.desiredWire.monthlyCostCap;
  if (seen.provenance !== 'unknown' && typeof seen.value === 'number' && typeof wire === 'number')
    return wire > seen.value;
  return true;
}

/** What a sentence adds to a value that no API shows: it rests on what was recorded before. */
export function recordedMark({ provenance }: LiveValue): string {
  return provenance === 'recorded' ? ' (recorded)' : '';
}

/** A refusal about one layer, at the place in its document where `path` stands. */
export function refuse(policy: Refusal['policy'], pair: Pair, path: string, message: string): Refusal {
  const location: Problem['location'] = pair.desired.location[path] ?? pair.desired.location[''];
  return { policy, subject: pair.desired.name, message, ...(location && { location }) };
}
