import { amountText, type CapUnit, type Money, type MoneyLine } from '../model/index.ts';
import { counted } from './counting.ts';

/**
 * The money of a plan, one line per currency. Nothing here says that Layers enforces a cap: no page of its
 * documentation says what happens when `monthlyCostCap` is reached.
 */
export function moneyText(money: MoneyLine, unit: CapUnit | null): string {
  return [capsText(money, unit), spentText(money), `enforced by: ${ENFORCED_BY[money.enforcedBy]}`].join(' · ');
}

/** The same line where the public reads along: that there is money, but not how much. */
export function hiddenMoneyText({ currency, enforcedBy }: MoneyLine): string {
  return `Stated caps and spend in ${currency}: hidden here · enforced by: ${ENFORCED_BY[enforcedBy]}`;
}

const ENFORCED_BY: Readonly<Record<MoneyLine['enforcedBy'], string>> = {
  nobody: 'nobody',
  tiktok: 'TikTok monthly budget',
  some: 'TikTok monthly budget in some layers, nobody in the others',
};

function capsText({ before, after, unknownBefore, currency }: MoneyLine, unit: CapUnit | null): string {
  const unknown = unknownBefore === 0 ? '' : ` (${counted(unknownBefore, 'cap')} unknown now)`;
  // With a unit stated, a number can still be no amount: 30000.5 yen.
  const unreadable = unit === null ? 'the unit is not stated (costCapUnit)' : `not all are amounts of ${currency}`;
  if (before === null && after === null) return `Stated caps: ${unreadable}${unknown}`;
  if (before === null || after === null) {
    const side = (money: Money | null) => (money === null ? `(${unreadable})` : amountText(money));
    return `Stated caps ${side(before)}${unknown} → ${side(after)} ${currency}`;
  }
  if (before.minor === after.minor) return `Stated caps ${amountText(after)} ${currency}, unchanged${unknown}`;
  const difference = { minor: after.minor - before.minor, currency };
  const signed = `${difference.minor > 0 ? '+' : ''}${amountText(difference)}`;
  // An unknown cap counts as nothing in `before`, so the true difference can only be smaller.
  const honest = unknownBefore === 0 ? signed : `at most ${signed}`;
  return `Stated caps ${amountText(before)}${unknown} → ${amountText(after)} ${currency} (${honest})`;
}

function spentText({ before, after, spent, pace, currency }: MoneyLine): string {
  if (spent === null) return 'spent this month unknown';
  // The caps name the currency, except where they cannot be read as money at all.
  const unit = before === null && after === null ? ` ${currency}` : '';
  const pacing = pace === null ? 'pace unknown' : `on pace for ${amountText(pace)}${unit}`;
  return `spent this month ${amountText(spent)}${unit}, ${pacing}`;
}
