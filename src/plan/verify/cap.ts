import { moneyWords } from '../../model/index.ts';
import { currencyOf } from '../account.ts';
import { liveAt } from '../compare.ts';
import { capAsMoney } from '../wire.ts';
import { finding, type VerifyRule } from './subject.ts';

/** Layers documents nothing that stops spend at the cap, so spend above it continues until a person acts. */
export const cap: VerifyRule = (subject) => {
  const { desired, live, settings } = subject;
  if (desired.cap === undefined) return [];
  const seen = liveAt(subject, 'monthlyCostCap');
  const limit =
    seen.provenance === 'unknown' ? undefined : capAsMoney(seen.value, settings.costCapUnit, currencyOf(subject));
  const { spend } = live;
  if (limit === undefined || spend === undefined || spend.currency !== limit.currency) {
    const missing =
      settings.costCapUnit === undefined
        ? 'the unit of the cap is not stated'
        : spend === undefined
          ? 'the spend of this month is unknown'
          : 'the live cap is unknown';
    const remedy =
      settings.costCapUnit === undefined ? 'Set costCapUnit in reconcile.yaml.' : `Run reconcile plan ${desired.file}.`;
    return [finding('cap', 'unknown', `Whether the spend is within the cap is unknown: ${missing}.`, remedy)];
  }
  const words = `${moneyWords(spend)} is spent this month, with a cap of ${moneyWords(limit)}`;
  if (spend.minor <= limit.minor) return [finding('cap', 'green', `${words}.`)];
  const remedy = 'Pause the layer (state: paused), raise the cap, or let TikTok enforce it (capEnforcement: tiktok).';
  return [finding('cap', 'red', `${words}: the spend is above the cap.`, remedy)];
};
