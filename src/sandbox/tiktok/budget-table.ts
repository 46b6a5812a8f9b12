import { isWhole, wholeHundredths } from './money.ts';

/** Base range times ratio. Source: business-api.tiktok.com, "Budget verification" (second-hand documentation). */
const RATIOS: Readonly<Record<number, string>> = {
  1: 'USD EUR GBP AED ARS AUD BRL CAD CHF ILS MYR NZD PEN QAR RON SAR SGD HUF',
  4: 'PLN',
  10: 'BOB CNY CZK DKK EGP GTQ HKD HNL MOP MXN NIO NOK SEK THB TRY UAH UYU ZAR TWD',
  50: 'PHP',
  100: 'BDT DZD INR KES NGN PKR RUB ISK JPY',
  1_000: 'COP CRC CLP KRW',
  10_000: 'IDR PYG VND',
  100_000: 'VEF',
};

const RATIO_BY_CURRENCY: ReadonlyMap<string, number> = new Map(
  Object.entries(RATIOS).flatMap(([ratio, currencies]) =>
    currencies.split(' ').map((currency): [string, number] => [currency, Number(ratio)]),
  ),
);

/**
 * In major units, before the ratio: `[least, most)`. For campaigns both 20 and 50 are documented; 50 is the stricter.
 */
const LEAST = 50;
const MOST = 10_000_000;

/**
 * Why an amount in major units cannot be the budget of a campaign in this currency; `undefined` if it can. A currency
 * that is not in the table has the ratio 1 (inferred).
 */
export function campaignBudgetFault(budget: number, currency: string): string | undefined {
  if (isWhole(currency) && !Number.isInteger(budget)) return `${currency} takes whole numbers only`;
  if (wholeHundredths(budget) === undefined) return 'at most two decimals';
  const ratio = RATIO_BY_CURRENCY.get(currency) ?? 1;
  if (budget < LEAST * ratio) return `at least ${LEAST * ratio} ${currency}`;
  return budget < MOST * ratio ? undefined : `less than ${MOST * ratio} ${currency}`;
}
