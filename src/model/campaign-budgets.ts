import { type Money, moneyFromMajor } from './money.ts';

/** By ratio to 1. */
const CURRENCIES_BY_RATIO: Readonly<Record<string, string>> = {
  1: 'USD EUR GBP AED ARS AUD BRL CAD CHF ILS MYR NZD PEN QAR RON SAR SGD HUF',
  4: 'PLN',
  10: 'BOB CNY CZK DKK EGP GTQ HKD HNL MOP MXN NIO NOK SEK THB TRY UAH UYU ZAR TWD',
  50: 'PHP',
  100: 'BDT DZD INR KES NGN PKR RUB ISK JPY',
  1000: 'COP CRC CLP KRW',
  10000: 'IDR PYG VND',
  100000: 'VEF',
};

const MIN_CAMPAIGN_BUDGET = 50;

const MINIMUMS: ReadonlyMap<string, Money | undefined> = new Map(
  Object.entries(CURRENCIES_BY_RATIO).flatMap(([ratio, currencies]) => {
    const amount = String(MIN_CAMPAIGN_BUDGET * Number(ratio));
    return currencies.split(' ').map((currency) => [currency, moneyFromMajor(amount, currency)] as const);
  }),
);

/**
 * The smallest budget of a campaign, daily or lifetime; `undefined` if it is unknown for this currency.
 *
 * Source: TikTok API v1.3, budget verification table (second-hand; one guide states 20 instead of 50).
 */
export function minCampaignBudget(currency: string): Money | undefined {
  return MINIMUMS.get(currency);
}
