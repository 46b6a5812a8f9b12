import { groupBy, type Location, type Problem } from '../model/index.ts';

/** A bare cap that a layer inherits, and the currency of its ad account. */
export type InheritedCap = { readonly name: string; readonly location: Location; readonly currency: string };

/** A bare number that two documents inherit is meant as one amount; in two currencies it would be two. */
export function twoCurrencies(inherited: readonly InheritedCap[]): readonly Problem[] {
  const byLocation = groupBy(inherited, ({ location }) => `${location.file}:${location.line}`);
  return [...byLocation.values()].flatMap((users): readonly Problem[] => {
    const byCurrency = [...groupBy(users, ({ currency }) => currency)].sort(([a], [b]) => (a < b ? -1 : 1));
    if (byCurrency.length < 2) return [];
    const examples = byCurrency.map(([currency, [first]]) => `${first?.name} in ${currency}`);
    return [
      {
        code: 'document/two-currencies',
        message: `One bare cap is inherited by ad accounts of ${byCurrency.length} currencies: ${examples.join(', ')}.`,
        remedy: 'Write the cap with its currency ("30000 USD") in each document, or one fragment per currency.',
        ...(users[0] && { location: users[0].location }),
        layers: users.map(({ name }) => name),
      },
    ];
  });
}
