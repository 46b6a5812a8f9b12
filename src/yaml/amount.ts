import {
  CURRENCIES,
  decimalsOf,
  decimalsText,
  exponentOf,
  type Money,
  moneyFromMajor,
  nearest,
} from '../model/index.ts';

/** The form of an amount in the schemas: rejects what `readAmount` rejects. */
export const AMOUNT = new RegExp(`^(?!0+(\\.0+)? )[0-9]{1,15}(${[0, 2, 3].map(amountsWith).join('|')})$`);

function amountsWith(exponent: number): string {
  const currencies = [...CURRENCIES].filter((currency) => exponentOf(currency) === exponent);
  const decimals = exponent === 0 ? '' : `(\\.[0-9]{1,${exponent}})?`;
  return `${decimals} (${currencies.join('|')})`;
}

/** `fault` is the end of a sentence. */
export type AmountRead =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly fault: string; readonly remedy: string; readonly isZero?: true };

/**
 * Parses `30000 USD`: major units above 0, no grouping, at most the currency's decimals. Trailing zeros count as
 * decimals: `30.000` often means thirty thousand.
 */
export function readAmount(text: string): AmountRead {
  const [, amount, currency] = /^(\S+) ([A-Za-z]+)$/.exec(text) ?? [];
  if (amount === undefined || currency === undefined || !/^[0-9]{1,15}(\.[0-9]+)?$/.test(amount)) {
    const remedy = 'Write digits, a space and the currency: "30000 USD" or "30000.50 USD".';
    return { ok: false, fault: 'is not an amount with its currency', remedy };
  }
  if (!CURRENCIES.has(currency)) {
    const meant = nearest(currency, [...CURRENCIES]);
    const remedy =
      meant === undefined ? 'Write the ISO code of the ad account’s currency, such as USD.' : `Did you mean ${meant}?`;
    return { ok: false, fault: `has the unknown currency ${currency.slice(0, 20)}`, remedy };
  }
  const money = moneyFromMajor(amount, currency);
  if (money === undefined || decimalsOf(amount) > exponentOf(currency)) {
    const has = decimalsText(exponentOf(currency));
    return {
      ok: false,
      fault: `is not an amount of ${currency}, which has ${has}`,
      remedy: fewerDecimals(amount, has),
    };
  }
  if (money.minor === 0) return { ok: false, fault: 'is 0', remedy: 'Write an amount above 0.', isZero: true };
  return { ok: true, money };
}

/** Three digits after the point may be a thousands group. */
function fewerDecimals(amount: string, has: string): string {
  const form = `Write ${has === 'no decimals' ? has : `at most ${has}`}`;
  const [whole = '', decimals = ''] = amount.split('.');
  return decimals.length === 3 ? `${form}, without thousands separators: ${whole}${decimals} or ${whole}.` : `${form}.`;
}
