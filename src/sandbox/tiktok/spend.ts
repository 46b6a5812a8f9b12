import { dayIn } from '../core/calendar.ts';
import type { Advertiser } from './world.ts';

/**
 * Spend of an ad account on one day of its own time zone, in hundredths of its currency's major unit. 0 on future days.
 */
export function spentOn(advertiser: Advertiser, day: string, now: Date): number {
  if (day > dayIn(advertiser.timezone, now)) return 0;
  if (advertiser.spend !== undefined) {
    const rows = advertiser.spend.filter((row) => row.date === day);
    return rows.reduce((sum, row) => sum + hundredths(row.amount), 0);
  }
  return advertiser.spendPerDay === undefined ? 0 : hundredths(advertiser.spendPerDay);
}

/** `310.5` → 31050, without the rounding of a multiplication by 100. */
function hundredths(amount: string): number {
  const [whole = '0', part = ''] = amount.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
