import {
  type AccountBudget,
  type Change,
  changeAt,
  type DesiredLayer,
  type LiveValue,
  type Money,
  moneyFromMajor,
  type Owner,
  type Plan,
  type Problem,
  type Refusal,
  type Settings,
  waitingForAdoption,
} from '../../model/index.ts';
import { currencyOf } from '../account.ts';
import type { BaseDocuments } from '../base-documents.ts';
import { findChanges } from '../changes/index.ts';
import { liveAt } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { capAsMoney, desiredCap } from '../wire.ts';

/** One layer with its changes. */
export type Planned = {
  readonly pair: Pair;
  readonly changes: readonly Change[];
  /**
   * The changes that a policy about amounts judges. Those that wait for the layer to be adopted are judged once its
   * current values are known; before that, nothing is written.
   */
  readonly judged: readonly Change[];
};

export function plannedPair(pair: Pair): Planned {
  const changes = findChanges(pair);
  if (!changes.some(({ kind }) => kind === 'adopt')) return { pair, changes, judged: changes };
  const waiting = waitingForAdoption(changes);
  return { pair, changes, judged: changes.filter(({ id, kind }) => kind !== 'adopt' && !waiting.has(id)) };
}

/** Input of every policy. */
export type PolicyInput = {
  /** Layers with changes: no policy refuses a layer without. */
  readonly changed: readonly Planned[];
  readonly capMoves: readonly CapMove[];
  readonly budgetMoves: readonly BudgetMove[];
  readonly settings: Settings;
  /** Never in a digest. */
  readonly today: Date;
  /** The repository and root of this plan. */
  readonly owner: Owner;
  /** At the base, if there is one: a protection that the diff removes still applies. */
  readonly base: readonly DesiredLayer[];
  readonly removed: Plan['removed'];
  readonly before: BaseDocuments;
};

/** Evaluates all layers of a plan, one by one. A policy that is not set refuses nothing; one that cannot be checked refuses. */
export type Policy = (input: PolicyInput) => readonly Refusal[];

/** A cap before and after its change. `undefined` if unknown. */
export type CapMove = {
  readonly pair: Pair;
  readonly before: Money | undefined;
  readonly beforeSeen: LiveValue;
  readonly after: Money | undefined;
  readonly currency: string | undefined;
  /** The reviewed cap of the base document; absent without a base, or without a cap in it. */
  readonly reviewed?: ReviewedCap;
};

/** `money` if the unit is known; `wire` if it is a bare number. */
type ReviewedCap = { readonly money?: Money; readonly wire?: number };

export function capMovesIn(
  planned: readonly Planned[],
  settings: Settings,
  base: readonly DesiredLayer[],
): readonly CapMove[] {
  const reviewedOf = reviewedDocuments(base);
  return planned.flatMap(({ pair, judged }): readonly CapMove[] => {
    if (!judged.some(({ kind }) => kind === 'cost-cap')) return [];
    const currency = pair.desired.cap?.written === 'money' ? pair.desired.cap.money.currency : currencyOf(pair);
    const beforeSeen = liveAt(pair, 'monthlyCostCap');
    const value = beforeSeen.provenance === 'unknown' ? undefined : beforeSeen.value;
    const reviewed = reviewedCap(reviewedOf(pair.desired), settings, currency);
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
 * By ad account, which is unique across documents, else by name and project: neither a rename nor another spelling
 * avoids the comparison.
 */
function reviewedDocuments(base: readonly DesiredLayer[]): (desired: DesiredLayer) => DesiredLayer | undefined {
  const byAccount = new Map(base.map((before) => [before.fields.adAccountId, before]));
  byAccount.delete(undefined);
  const keyOf = ({ name, project }: DesiredLayer) => `${project} ${name}`;
  const byName = new Map(base.map((before) => [keyOf(before), before]));
  return (desired) => byAccount.get(desired.fields.adAccountId) ?? byName.get(keyOf(desired));
}

function reviewedCap(
  before: DesiredLayer | undefined,
  { costCapUnit }: Settings,
  currency: string | undefined,
): ReviewedCap | undefined {
  if (before?.cap === undefined) return undefined;
  const money = desiredCap(before, costCapUnit, currency);
  return {
    ...(money !== undefined && money.currency === currency && { money }),
    ...(before.cap.written === 'bare' && { wire: before.cap.wire }),
  };
}

/** Whether a cap is more than `percent` above the reviewed one; `false` if they cannot be compared. */
export function isAboveReviewed({ reviewed, after, pair }: CapMove, percent: number): boolean {
  if (reviewed?.money !== undefined && after !== undefined) {
    return after.minor * 100 > reviewed.money.minor * (100 + percent);
  }
  const wire = pair.desiredWire.monthlyCostCap;
  return reviewed?.wire !== undefined && typeof wire === 'number' && wire * 100 > reviewed.wire * (100 + percent);
}

/** The monthly budget of the ad account before and after its change. `undefined`: none, or one of a different kind. */
export type BudgetMove = {
  readonly pair: Pair;
  /** The account was unlimited before, so any budget is a decrease. */
  readonly unlimited: boolean;
  readonly beforeSeen: LiveValue;
  readonly before: Money | undefined;
  readonly after: Money | undefined;
};

/** If TikTok enforces a cap, the account's budget is the actual limit: it may change without the cap. */
export function budgetMovesIn(planned: readonly Planned[]): readonly BudgetMove[] {
  return planned.flatMap(({ pair, judged }): readonly BudgetMove[] => {
    const fields = judged.filter(({ kind }) => kind === 'cap-enforcement').flatMap((change) => change.fields);
    const field = changeAt(fields, 'accountBudget');
    if (field === undefined) return [];
    const seen = field.before.provenance === 'unknown' ? undefined : field.before.value;
    return [
      {
        pair,
        unlimited: seen?.mode === 'UNLIMITED',
        beforeSeen: field.before,
        before: monthly(seen, pair),
        after: monthly(field.after, pair),
      },
    ];
  });
}

function monthly(budget: AccountBudget | undefined, pair: Pair): Money | undefined {
  const currency = currencyOf(pair);
  if (budget?.mode !== 'MONTHLY_BUDGET' || budget.amount === undefined || currency === undefined) return undefined;
  return moneyFromMajor(budget.amount, currency);
}

/**
 * A decrease never needs permission. A recorded cap does not prove one, because anyone with the API key can write it:
 * then the cap must not exceed the reviewed one either.
 */
export function rises(move: CapMove): boolean {
  return risesLive(move) || (move.beforeSeen.provenance === 'recorded' && isAboveReviewed(move, 0));
}

/** Whether a cap rises from the live one. An unknown cap counts as 0, so every cap rises from it. */
export function risesLive({ before, after, pair }: CapMove): boolean {
  if (before !== undefined && after !== undefined) return after.minor > before.minor;
  // Without a unit or a currency, bare numbers can still be compared.
  const seen = liveAt(pair, 'monthlyCostCap');
  const wire = pair.desiredWire.monthlyCostCap;
  if (seen.provenance !== 'unknown' && typeof seen.value === 'number' && typeof wire === 'number')
    return wire > seen.value;
  return true;
}

/** Suffix for a value that no API shows, only the ledger. */
export function recordedMark({ provenance }: LiveValue): string {
  return provenance === 'recorded' ? ' (recorded)' : '';
}

/** At the location of `path` in the layer's document. */
export function refuse(policy: Refusal['policy'], pair: Pair, path: string, message: string): Refusal {
  const location: Problem['location'] = pair.desired.location[path] ?? pair.desired.location[''];
  return { policy, subject: pair.desired.name, message, ...(location && { location }) };
}
