import type { Change, GatedCampaign, Plan, PlannedLayer, Problem } from '../model/index.ts';

/**
 * Marks every pause that was rejected at Layers after the review. A marked pause is not sent. It can be sent again
 * after the review of a plan that shows the rejection.
 *
 * @param reviewed the reviewed plan; `undefined` if there was no review
 */
export function markRejected(plan: Plan, reviewed: Pick<Plan, 'layers'> | undefined): Plan {
  const known = new Set(reviewed?.layers.flatMap(rejectionsIn));
  const mark = (layer: string, campaign: GatedCampaign): GatedCampaign =>
    campaign.rejected === undefined || known.has(rejectionKey(layer, campaign))
      ? campaign
      : { ...campaign, predicted: 'rejected' };
  const layers = plan.layers.map((layer): PlannedLayer => {
    const changes = layer.changes.map((change): Change => {
      if (change.step.by !== 'gated') return change;
      const campaigns = change.step.campaigns.map((campaign) => mark(layer.name, campaign));
      return { ...change, step: { ...change.step, campaigns } };
    });
    return { ...layer, changes };
  });
  return { ...plan, layers };
}

/** A problem for campaigns whose pause was rejected; empty if there are none. */
export function rejectedProblems({ layer }: Change, campaigns: readonly GatedCampaign[]): readonly Problem[] {
  const rejected = campaigns.filter(({ predicted }) => predicted === 'rejected');
  if (rejected.length === 0) return [];
  const names = rejected.map((campaign) => `${campaignText(campaign)}: ${campaign.rejected}`);
  return [
    {
      code: 'apply/rejected',
      layer,
      message: `The pause of ${names.join(', ')} was rejected at the write gate of Layers, or not decided within 7 days. It is not requested again, and these campaigns continue to spend.`,
      remedy:
        'Resolve it with the approver. To request the pause again, make a new plan, have it reviewed and apply it: reconcile plan --out FILE.',
    },
  ];
}

/** A campaign in a sentence: its name, if it has one, and its id. */
export function campaignText({ id, name }: GatedCampaign): string {
  return name === '' ? id : `${name} (${id})`;
}

function rejectionsIn({ name, changes }: PlannedLayer): readonly string[] {
  return changes.flatMap(({ step }) =>
    step.by === 'gated' ? step.campaigns.map((campaign) => rejectionKey(name, campaign)) : [],
  );
}

function rejectionKey(layer: string, { id, rejected }: GatedCampaign): string {
  return JSON.stringify([layer, id, rejected ?? null]);
}
