import { type Money, majorText, type Refusal } from '../../model/index.ts';
import { seenAt } from '../compare.ts';
import { currencyOf } from '../pair.ts';
import { capAsMoney, desiredCap } from '../wire.ts';
import { capMoves, type Policy, rises } from './policy.ts';

/** All layers of one currency together may not cost more than the repository allows. */
export const capTotal: Policy = (whole) => {
  const limits = whole.settings.policies.capTotal;
  if (limits === undefined) return [];
  const raised = capMoves(whole).filter(rises);
  const currencies = [...new Set(raised.map((move) => move.currency ?? 'unknown'))].sort();
  return currencies.flatMap((currency): readonly Refusal[] => {
    const limit = limits.find((each) => each.currency === currency);
    if (limit === undefined)
      return [refusal(currency, `cap-total names no amount in ${currency}, so the sum of its caps cannot be checked.`)];
    const caps = whole.planned.map(({ pair }) => capAfter(pair, currency, whole.settings.costCapUnit));
    if (caps.includes('unknown')) {
      return [
        refusal(currency, `A cap or its unit is unknown, so the sum of the caps in ${currency} cannot be checked.`),
      ];
    }
    const sum = caps.reduce<number>((total, cap) => total + (typeof cap === 'object' ? cap.minor : 0), 0);
    if (sum <= limit.minor) return [];
    return [
      refusal(
        currency,
        `The caps together would be ${majorText({ minor: sum, currency })} ${currency}; the repository allows ${majorText(limit)}.`,
      ),
    ];
  });
};

/** The cap that a layer would have in this currency, `undefined` where it has none. */
function capAfter(
  pair: Parameters<typeof currencyOf>[0] & { wanted: { monthlyCostCap?: unknown } },
  currency: string,
  unit: Parameters<typeof capAsMoney>[1],
): Money | 'unknown' | undefined {
  const own = pair.desired.cap?.written === 'money' ? pair.desired.cap.money.currency : currencyOf(pair);
  if (own !== undefined && own !== currency) return undefined;
  if (pair.desired.cap !== undefined) return desiredCap(pair.desired, unit, own) ?? 'unknown';
  const seen = seenAt(pair, 'monthlyCostCap');
  // A cap that no document states and nobody shows is not part of what the repository promises.
  if (seen.provenance === 'unknown' || seen.value === undefined || seen.value === null) return undefined;
  return capAsMoney(seen.value, unit, own) ?? 'unknown';
}

function refusal(subject: string, message: string): Refusal {
  return { policy: 'cap-total', subject, message };
}
