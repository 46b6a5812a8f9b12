import { majorText, plainText } from '../../model/index.ts';
import { capMoves, type CapMove, type Policy, refuse, rises } from './policy.ts';

/**
 * A cap rises by little at a time: a slip of a digit is a tenfold month. An unknown cap counts as nothing, so its first
 * statement is looked at. Raises that each stay within the limit stay within it together, so to split one helps nobody.
 */
export const capIncrease: Policy = (whole) => {
  const { percent } = whole.settings.policies.capIncrease;
  const raised = capMoves(whole).filter(rises);
  return raised
    .filter((move) => isSteep(move, percent))
    .map((move) => refuse('cap-increase', move.pair, 'monthlyCostCap', told(move, percent)));
};

function isSteep({ before, after, pair, beforeSeen }: CapMove, percent: number): boolean {
  if (before !== undefined && after !== undefined) return after.minor * 100 > before.minor * (100 + percent);
  const wire = pair.wanted.monthlyCostCap;
  if (beforeSeen.provenance !== 'unknown' && typeof beforeSeen.value === 'number' && typeof wire === 'number') {
    return wire * 100 > beforeSeen.value * (100 + percent);
  }
  return true;
}

function told({ before, beforeSeen, after, pair }: CapMove, percent: number): string {
  const to = after === undefined ? plainText(pair.wanted.monthlyCostCap) : `${majorText(after)} ${after.currency}`;
  if (beforeSeen.provenance === 'unknown') return `The cap is unknown now and counts as 0; it would be ${to}.`;
  if (beforeSeen.value === undefined || beforeSeen.value === null)
    return `There is no stated cap now; it would be ${to}.`;
  if (before === undefined && after !== undefined)
    return `The cap would be ${to}, and what its number counts now (${plainText(beforeSeen.value)}) is not stated.`;
  const from = before === undefined ? plainText(beforeSeen.value) : majorText(before);
  return `The cap would rise from ${from} to ${to}, by more than ${percent} %.`;
}
