import {
  type AccountBudget,
  type Change,
  changeAt,
  EVENT_DAYS,
  type LiveLayer,
  type LiveValue,
  pausedCampaigns,
} from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { checkAt, type CheckRule, isCapiOn } from './check.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Without conversions TikTok optimises for nothing, so more money is spent blindly. */
export const raise: CheckRule = (pair, changes, today) => {
  if (!isCapiOn(pair) || !changes.some(raisesSpend)) return [];
  if (pair.live.capi?.tokenValid === false) {
    return [
      checkAt(pair, 'monthlyCostCap', {
        code: 'cap/without-events',
        severity: 'warning',
        message: 'The plan raises the spend, but no conversion reaches TikTok: the Events API token is invalid.',
        remedy: 'Fix the token first; reconcile verify shows whether events arrive.',
      }),
    ];
  }
  const { pixelEvents } = pair.live;
  if (pixelEvents === undefined || hasRecentEvent(pair.live, today)) return [];
  if (!pixelEvents.ok) {
    return [
      checkAt(pair, 'monthlyCostCap', {
        code: 'cap/events-unknown',
        severity: 'note',
        message: `The plan raises the spend, and it is unknown whether events reach the pixel: ${pixelEvents.problems[0]?.message ?? ''}`,
        remedy: 'Look in TikTok Events Manager, or run reconcile verify.',
      }),
    ];
  }
  const { server, browser } = pixelEvents.value;
  if (server + browser > 0) return [];
  return [
    checkAt(pair, 'monthlyCostCap', {
      code: 'cap/without-events',
      severity: 'warning',
      message: `The plan raises the spend, but the pixel counted no event in ${EVENT_DAYS} days. TikTok counts with a delay.`,
      remedy: 'Send a test event first: reconcile verify --send-test-event.',
    }),
  ];
};

/**
 * Whether the number of events decides about a check. Campaigns to resume are not known yet, only that there may be some.
 */
export function needsEvents(pair: Pair, changes: readonly Change[], today: Date): boolean {
  const { desired, live } = pair;
  const mayResume = desired.fields.state === 'active' && pausedCampaigns(live.ledger).length > 0;
  return (
    isCapiOn(pair) &&
    live.capi?.tokenValid !== false &&
    !hasRecentEvent(live, today) &&
    (mayResume || changes.some(raisesSpend))
  );
}

/** From a known cap or budget, or from a pause. */
function raisesSpend({ fields, step }: Change): boolean {
  if (step.by === 'gated') return step.campaigns.some(({ verb }) => verb === 'resume');
  const state = changeAt(fields, 'state');
  if (state?.after === 'active' && state.before.provenance !== 'unknown' && state.before.value === 'paused')
    return true;
  const budget = changeAt(fields, 'accountBudget');
  if (budget !== undefined && raisesBudget(budget.before, budget.after)) return true;
  const cap = changeAt(fields, 'monthlyCostCap');
  const before = cap === undefined || cap.before.provenance === 'unknown' ? undefined : cap.before.value;
  return typeof before === 'number' && typeof cap?.after === 'number' && cap.after > before;
}

/** TikTok enforces the budget, so the spend rises with it, whatever the cap is. */
function raisesBudget(before: LiveValue<AccountBudget>, after: AccountBudget | undefined): boolean {
  const held = before.provenance === 'unknown' ? undefined : before.value;
  if (held?.mode !== 'MONTHLY_BUDGET' || after === undefined) return false;
  return after.mode === 'UNLIMITED' || Number(after.amount) > Number(held.amount);
}

/** As Layers reports it. */
function hasRecentEvent({ capi }: Pick<LiveLayer, 'capi'>, today: Date): boolean {
  const age = today.getTime() - Date.parse(capi?.lastEventAt ?? '');
  return age <= EVENT_DAYS * DAY_MS;
}
