import { type Change, changeAt } from '../../model/index.ts';
import { checkAt, type CheckRule, isCapiOn } from './check.ts';

/** Without conversions TikTok optimises for nothing, so more money is spent blindly. */
export const raise: CheckRule = (pair, changes) => {
  if (!isCapiOn(pair) || pair.live.capi?.tokenValid !== false || !changes.some(raisesSpend)) return [];
  return [
    checkAt(pair, 'monthlyCostCap', {
      code: 'cap/without-events',
      severity: 'warning',
      message: 'The plan raises the spend, but no conversion reaches TikTok: the Events API token is invalid.',
      remedy: 'Fix the token first; reconcile verify shows whether events arrive.',
    }),
  ];
};

/** From a known cap, or from a pause. */
function raisesSpend({ fields, step }: Change): boolean {
  if (step.by === 'gated') return step.campaigns.some(({ verb }) => verb === 'resume');
  const cap = changeAt(fields, 'monthlyCostCap');
  const before = cap === undefined || cap.before.provenance === 'unknown' ? undefined : cap.before.value;
  return typeof before === 'number' && typeof cap?.after === 'number' && cap.after > before;
}
