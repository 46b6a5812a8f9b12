import { addDays, dayIn, daysBetween } from '../core/calendar.ts';
import { spentOn } from './spend.ts';
import type { Advertiser, Campaign } from './world.ts';

/** `310.5` → 31050: hundredths of the major unit, exactly. */
export function hundredthsOf(amount: string): number {
  const [whole = '0', part = ''] = amount.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/** 31050 → `310.50`, as the world file writes amounts. */
export function amountOf(hundredths: number): string {
  return (hundredths / 100).toFixed(2);
}

/** A JSON number in major units as hundredths; `undefined` if it has more than two decimals, or is not exact. */
export function wholeHundredths(major: number): number | undefined {
  const hundredths = Math.round(major * 100);
  return Math.abs(major) < 1e12 && Math.abs(major * 100 - hundredths) < 1e-4 ? hundredths : undefined;
}

/** Currencies that TikTok counts in whole units. Source: business-api.tiktok.com, budget verification (second-hand). */
const WHOLE = new Set('HUF TWD ISK JPY CLP KRW IDR PYG VND'.split(' '));

export function isWhole(currency: string): boolean {
  return WHOLE.has(currency);
}

/** In the format of reports. */
export function reported(hundredths: number, currency: string): string {
  return isWhole(currency) ? String(Math.round(hundredths / 100)) : (hundredths / 100).toFixed(2);
}

/** Hundredths that an ad account spent between two of its days, inclusive. */
export function spentBetween(advertiser: Advertiser, from: string, to: string, now: Date): number {
  return daysBetween(from, to).reduce((sum, day) => sum + spentOn(advertiser, day, now), 0);
}

/** The campaign as a spender in the days of its account. */
export function asSpender(campaign: Campaign, advertiser: Advertiser): Advertiser {
  const { spend: _all, spendPerDay: _daily, ...rest } = advertiser;
  return {
    ...rest,
    ...(campaign.spend === undefined ? {} : { spend: campaign.spend }),
    ...(campaign.spendPerDay === undefined ? {} : { spendPerDay: campaign.spendPerDay }),
  };
}

/**
 * Spend that counts against the budget of an ad account, in hundredths. The month ends in the account's own time zone
 * (inferred). The sandbox remembers a year.
 */
export function budgetSpent(advertiser: Advertiser, now: Date): number {
  const today = dayIn(advertiser.timezone, now);
  const from = {
    UNLIMITED: today,
    DAILY_BUDGET: today,
    MONTHLY_BUDGET: `${today.slice(0, 7)}-01`,
    CUSTOM_BUDGET: advertiser.budgetSince ?? addDays(today, -364),
  }[advertiser.budgetMode];
  return advertiser.budgetMode === 'UNLIMITED' ? 0 : spentBetween(advertiser, from, today, now);
}

/** A budget must be at least 105% of the spend (documented). */
export function floorOf(spent: number): number {
  return Math.ceil((spent * 105) / 100);
}
