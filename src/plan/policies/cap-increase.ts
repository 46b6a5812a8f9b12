import { majorText, plainText, type Refusal } from '../../model/index.ts';
import { capMoves, type CapMove, type Policy, refuse, rises } from './policy.ts';

/**
 * A cap rises by little at a time: a slip of a digit is a tenfold month. An unknown cap counts as nothing, so its first
 * statement is looked at. The raises of a currency are also judged by their sum.
 */
export const capIncrease: Policy = (whole) => {
  const { percent } = whole.settings.policies.capIncrease;
  const raised = capMoves(whole).filter(rises);
  const steep = raised.filter((move) => isSteep(move, percent));
  return [
    ...steep.map((move) => refuse('cap-increase', move.pair, 'monthlyCostCap', told(move, percent))),
    ...sums(raised, steep, percent),
  ];
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
  const from = before === undefined ? plainText(beforeSeen.value) : majorText(before);
  return `The cap would rise from ${from} to ${to}, by more than ${percent} %.`;
}

/** What no layer does alone, many may do together. */
function sums(raised: readonly CapMove[], steep: readonly CapMove[], percent: number): readonly Refusal[] {
  const rest = raised.filter((move) => !steep.includes(move));
  const currencies = [...new Set(rest.flatMap((move) => move.currency ?? []))].sort();
  return currencies.flatMap((currency): readonly Refusal[] => {
    const moves = rest.filter((move) => move.currency === currency);
    const before = moves.reduce((sum, move) => sum + (move.before?.minor ?? 0), 0);
    const after = moves.reduce((sum, move) => sum + (move.after?.minor ?? 0), 0);
    if (after * 100 <= before * (100 + percent)) return [];
    return [
      {
        policy: 'cap-increase',
        subject: currency,
        message: `The raised caps together would rise from ${majorText({ minor: before, currency })} to ${majorText({ minor: after, currency })} ${currency}, by more than ${percent} %.`,
      },
    ];
  });
}
