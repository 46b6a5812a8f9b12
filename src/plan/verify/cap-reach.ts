import { dayIn, daysInMonth, moneyRoundedUp, moneyWords, type TikTokCampaign } from '../../model/index.ts';
import { currencyOf, timezoneOf } from '../account.ts';
import { desiredCap } from '../wire.ts';
import { finding, type VerifyRule } from './subject.ts';

/** TikTok may spend this share of an average daily budget on one day, in percent (documented). */
const DYNAMIC_DAY_PERCENT = 125;

/**
 * The live campaign budgets cannot reach the cap in this month, if they stay as they are. Not judged if a budget is
 * unknown, such as one of ad groups.
 *
 * Source: /campaign/get/, `budget_mode` (documented).
 */
export const capReach: VerifyRule = (subject) => {
  const { desired, live, setup, settings, today } = subject;
  const currency = currencyOf(subject);
  const cap = desiredCap(desired, settings.costCapUnit, currency);
  const running = setup.campaignsAtTikTok?.ok === true ? setup.campaignsAtTikTok.value.filter(isMaybeOn) : [];
  if (cap === undefined || live.spend?.currency !== cap.currency || running.length === 0) return [];
  const day = dayIn(timezoneOf(subject), today);
  const parts = running.map((campaign) => mostMinor(campaign, cap.currency, daysInMonth(day) - day.day + 1));
  if (parts.includes(undefined)) return [];
  const most = parts.reduce<number>((sum, part) => sum + (part ?? 0), live.spend.minor);
  if (most >= cap.minor) return [];
  const reached = moneyWords({ minor: most, currency: cap.currency });
  const message = `With the live campaign budgets, at most ${reached} is spent this month: the cap of ${moneyWords(cap)} is not reached unless they are raised.`;
  return [{ ...finding('cap', 'green', message), code: 'cap/unreachable' }];
};

function isMaybeOn({ isOn }: TikTokCampaign): boolean {
  return isOn !== false;
}

/** From today to the end of the month; `undefined` if unknown. Of a lifetime budget, a part may be spent already. */
function mostMinor({ budgetMode, budget }: TikTokCampaign, currency: string, days: number): number | undefined {
  const minor = moneyRoundedUp(budget ?? '', currency)?.minor;
  if (minor === undefined) return undefined;
  if (budgetMode === 'BUDGET_MODE_DAY') return minor * days;
  if (budgetMode === 'BUDGET_MODE_DYNAMIC_DAILY_BUDGET') return Math.ceil((minor * DYNAMIC_DAY_PERCENT) / 100) * days;
  return budgetMode === 'BUDGET_MODE_TOTAL' ? minor : undefined;
}
