import { CURRENCIES, exponentOf, type Money, moneyFromMajor } from '../model/index.ts';
import { nearest } from './nearest.ts';

/** The form of an amount: decimal major units, a space, an ISO 4217 code. Schemas show it; `readAmount` says more. */
export const AMOUNT = new RegExp(`^[0-9]{1,15}(\\.[0-9]{1,3})? (${[...CURRENCIES].join('|')})$`);

/** An amount, or why the text is none, with what to write instead. */
export type AmountRead =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly fault: string; readonly remedy: string };

/** Reads `30000 USD`: major units, no grouping, no more decimals than the currency has, and more than nothing. */
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
  if (money === undefined) {
    const decimals = exponentOf(currency);
    const has = decimals === 0 ? 'no decimals' : `${decimals} decimals`;
    return { ok: false, fault: `is not an amount of ${currency}, which has ${has}`, remedy: `Write at most ${has}.` };
  }
  if (money.minor === 0) return { ok: false, fault: 'is nothing', remedy: 'Write an amount above 0.' };
  return { ok: true, money };
}
