import type { Problem } from '../model/index.ts';
import { currencyOf, type Pair } from './pair.ts';

/** A bare number that two documents inherit is meant as one amount; in two currencies it would be two. */
export function twoCurrencies(pairs: readonly Pair[]): readonly Problem[] {
  const inherited = new Map<string, { readonly pair: Pair; readonly currency: string }[]>();
  for (const pair of pairs) {
    const place = pair.desired.location.monthlyCostCap;
    const currency = currencyOf(pair);
    if (pair.desired.cap?.written !== 'bare' || !pair.desired.cap.inherited) continue;
    if (place === undefined || currency === undefined) continue;
    const key = `${place.file}:${place.line}`;
    inherited.set(key, [...(inherited.get(key) ?? []), { pair, currency }]);
  }
  return [...inherited.values()].flatMap((users): readonly Problem[] => {
    const currencies = [...new Set(users.map((user) => user.currency))].sort();
    const first = users[0];
    if (currencies.length < 2 || first === undefined) return [];
    const location = first.pair.desired.location.monthlyCostCap;
    const examples = currencies.map((currency) => {
      const user = users.find((each) => each.currency === currency);
      return `${user?.pair.desired.name} in ${currency}`;
    });
    return [
      {
        code: 'document/two-currencies',
        message: `One bare cap is inherited by ad accounts of ${currencies.length} currencies: ${examples.join(', ')}.`,
        remedy: 'Write the cap with its currency ("30000 USD") in each document, or one fragment per currency.',
        ...(location && { location }),
      },
    ];
  });
}
