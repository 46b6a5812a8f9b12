import { finding, type VerifyRule } from './subject.ts';

/** Campaigns that Layers does not list cannot be steered or paused there. */
export const campaigns: VerifyRule = ({ desired, setup, live }) => {
  const { campaigns: listed, campaignsAtTikTok: existing } = setup;
  const remedy = 'Run reconcile verify again later.';
  if (live.installed === 'no') return [];
  if (!listed.ok)
    return [
      finding('campaigns', 'unknown', listed.problems[0]?.message ?? 'Layers did not list the campaigns.', remedy),
    ];
  const number = listed.value;
  if (number === undefined) {
    const message = 'Layers does not show which campaigns belong to the ad account.';
    return [finding('campaigns', 'unknown', message, 'Bind the ad account first.')];
  }
  if (number > 0) return [finding('campaigns', 'green', `Layers lists ${number} campaigns of the ad account.`)];
  if (existing?.ok !== true) {
    const why = existing?.problems[0]?.message ?? 'the ad account is not readable';
    return [
      finding('campaigns', 'unknown', `Layers lists no campaign, and those at TikTok are unknown: ${why}`, remedy),
    ];
  }
  if (existing.value.length === 0)
    return [finding('campaigns', 'green', 'There is no campaign yet, at Layers or at TikTok.')];
  const message = `Layers lists none of the ${existing.value.length} campaigns that TikTok has.`;
  return [finding('campaigns', 'red', message, `Connect the ad account again: reconcile connect ${desired.name}.`)];
};
