import { amountText, type CapSum, type CapUnit, type MoneyLine, moneyWords, type Plan } from '../../model/index.ts';
import { counted } from '../parts/phrases.ts';

/** Lines about money: one per currency, and the caps that are in no sum. */
export function moneyTexts({ money, removed, costCapUnit }: Plan, hideMoney: boolean): readonly string[] {
  const lines = money.map((each) => (hideMoney ? hiddenMoneyText(each) : moneyText(each, costCapUnit)));
  const unsummed = removed.filter(({ cap, fields }) => cap === null && fields.monthlyCostCap !== undefined).length;
  if (unsummed === 0) return lines;
  return [
    ...lines,
    `Not in these sums: ${counted(unsummed, 'cap')} of removed documents, because of an unknown currency or unit`,
  ];
}

/**
 * The money of a plan, one line per currency. It never claims that Layers enforces a cap: its documentation does not
 * describe what happens when `monthlyCostCap` is reached (unknown).
 */
function moneyText(money: MoneyLine, unit: CapUnit | null): string {
  return [capsText(money, unit), spentText(money), `enforced by: ${ENFORCED_BY[money.enforcedBy]}`].join(' · ');
}

/** For a public page. */
function hiddenMoneyText({ currency, enforcedBy }: MoneyLine): string {
  return `Caps and spend in ${currency}: (hidden) · enforced by: ${ENFORCED_BY[enforcedBy]}`;
}

const ENFORCED_BY: Readonly<Record<MoneyLine['enforcedBy'], string>> = {
  none: 'none',
  partly: 'TikTok monthly budget in some layers',
  tiktok: 'TikTok monthly budget',
};

function capsText(line: MoneyLine, unit: CapUnit | null): string {
  const { before, after, unknownBefore, uncappedBefore, uncappedAfter, currency } = line;
  const unknown = unknownBefore === 0 ? '' : ` (${counted(unknownBefore, 'cap')} unknown)`;
  // Even with a unit, a number can be an invalid amount: 30000.5 yen.
  const unreadable = unit === null ? 'unit unknown, set costCapUnit' : `not all are valid ${currency} amounts`;
  if (before === null && after === null) return `Caps: ${unreadable}${unknown}${removedText(line)}`;
  const side = (sum: CapSum, uncapped: number) => sideText(sum, uncapped, unreadable);
  const [left, right] = [side(before, uncappedBefore), side(after, uncappedAfter)];
  if (left === 'none' && right === 'none') return `Caps in ${currency}: none${unknown}`;
  // What stays live is not saved, so it is neither unchanged nor a difference.
  const stays = line.removed !== undefined;
  if (left === right && !stays) return `Caps ${right} ${currency}, unchanged${unknown}`;
  const difference = uncappedBefore === uncappedAfter && !stays ? differenceText(line) : '';
  return `Caps ${left}${unknown} → ${right} ${currency}${difference}${removedText(line)}`;
}

function removedText({ removed }: MoneyLine): string {
  return removed === undefined
    ? ''
    : `, ${moneyWords(removed.caps)} stays live in ${counted(removed.documents, 'removed document')}`;
}

/** A layer without a cap is named, not counted as 0: its spend is unlimited. */
function sideText(sum: CapSum, uncapped: number, unreadable: string): string {
  if (sum === 'none') return 'none';
  const amount = sum === null ? `(${unreadable})` : amountText(sum);
  return uncapped === 0 ? amount : `${amount} and ${uncapped} without a cap`;
}

function differenceText({ before, after, unknownBefore, currency }: MoneyLine): string {
  if (before === null || after === null || before === 'none' || after === 'none') return '';
  const difference = { minor: after.minor - before.minor, currency };
  const signed = `${difference.minor > 0 ? '+' : ''}${amountText(difference)}`;
  // An unknown cap counts as 0 in `before`, so the true difference can only be smaller.
  return ` (${unknownBefore === 0 ? signed : `at most ${signed}`})`;
}

function spentText({ before, after, spent, pace, currency, uncappedAfter }: MoneyLine): string {
  if (spent === null && [before, after].every(isNothing)) return 'spend not read, because no cap is known';
  if (spent === null) return 'spent this month unknown';
  const part = uncappedAfter === 0 ? '' : ' in layers with a cap';
  // The caps name the currency, unless they cannot be read as money at all.
  const unit = before === null && after === null ? ` ${currency}` : '';
  const pacing = pace === null ? 'pace unknown' : `on pace for ${amountText(pace)}${unit}`;
  return `spent this month ${amountText(spent)}${unit}${part}, ${pacing}`;
}

/** A cap is never 0. */
function isNothing(sum: CapSum): boolean {
  return sum === 'none' || sum?.minor === 0;
}
