import { amountText, moneyWords, plainText, type Refusal } from '../../model/index.ts';
import { isNew } from '../changes/adopt.ts';
import { type BudgetMove, type CapMove, isAboveReviewed, type Policy, recordedMark, refuse, rises } from './policy.ts';

/**
 * Limits how much a cap may rise at a time: one wrong digit can cost ten times as much. The cap is compared with both
 * the live cap and the reviewed one of the base. An unknown cap counts as 0, so the first cap is
 * refused, except for a layer that cannot spend yet or is not adopted. Several
 * raises within the limit also stay within it in total, so splitting one does not help.
 */
export const capIncrease: Policy = (input) => {
  const { percent } = input.settings.policies.capIncrease;
  const raised = input.capMoves.filter(rises);
  const steep = raised.filter((move) => isAboveReviewed(move, percent) || (!isFirst(move) && isSteep(move, percent)));
  const refused = new Set(steep.map(({ pair }) => pair));
  return [
    ...steep.map((move) => refuse('cap-increase', move.pair, 'monthlyCostCap', increaseText(move, percent))),
    ...input.budgetMoves.flatMap((move) => (refused.has(move.pair) ? [] : budgetRefusal(move, percent))),
  ];
};

/** The budget at TikTok may have been lowered manually: even with an unchanged cap, the step can be large. */
function budgetRefusal({ pair, beforeSeen, before, after }: BudgetMove, percent: number): readonly Refusal[] {
  if (before === undefined || after === undefined || after.minor * 100 <= before.minor * (100 + percent)) return [];
  const [from, to] = [before, after].map(moneyWords);
  const message = `The account’s monthly budget at TikTok would rise from ${from}${recordedMark(beforeSeen)} to ${to}, by more than ${percent}%.`;
  return [refuse('cap-increase', pair, 'monthlyCostCap', message)];
}

/** The first cap of a layer that cannot spend yet. */
function isFirst({ pair, beforeSeen }: CapMove): boolean {
  const isKnown = beforeSeen.provenance !== 'unknown' && (beforeSeen.value ?? null) !== null;
  return isNew(pair.live) && !isKnown;
}

function isSteep({ before, after, pair, beforeSeen }: CapMove, percent: number): boolean {
  if (before !== undefined && after !== undefined) return after.minor * 100 > before.minor * (100 + percent);
  const wire = pair.desiredWire.monthlyCostCap;
  if (beforeSeen.provenance !== 'unknown' && typeof beforeSeen.value === 'number' && typeof wire === 'number') {
    return wire * 100 > beforeSeen.value * (100 + percent);
  }
  return true;
}

function increaseText(move: CapMove, percent: number): string {
  const { before, beforeSeen, after, pair } = move;
  const to = after === undefined ? String(pair.desiredWire.monthlyCostCap) : moneyWords(after);
  if (!isSteep(move, percent)) return aboveReviewedText(move, to, percent);
  if (beforeSeen.provenance === 'unknown') return `The cap would be ${to}; the current cap is unknown and counts as 0.`;
  if (beforeSeen.value === undefined || beforeSeen.value === null)
    return `The cap would be ${to}; currently there is no cap${recordedMark(beforeSeen)}.`;
  if (before === undefined && after !== undefined)
    return `The cap would be ${to}; the unit of the current cap (${plainText(beforeSeen.value)}${recordedMark(beforeSeen)}) is unknown.`;
  const from = before === undefined ? plainText(beforeSeen.value) : amountText(before);
  return `The cap would rise from ${from}${recordedMark(beforeSeen)} to ${to}, by more than ${percent}%.`;
}

/** The live cap rose without a review, or was recorded so. */
function aboveReviewedText({ reviewed, before, beforeSeen }: CapMove, to: string, percent: number): string {
  const then = reviewed?.money === undefined ? String(reviewed?.wire) : amountText(reviewed.money);
  const live = beforeSeen.provenance === 'unknown' || beforeSeen.value === undefined ? 'none' : beforeSeen.value;
  const now = before === undefined ? plainText(live) : amountText(before);
  return `The cap would be ${to}, more than ${percent}% above the ${then} of the base commit; it is ${now}${recordedMark(beforeSeen)} now.`;
}
