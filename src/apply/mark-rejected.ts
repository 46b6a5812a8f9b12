import type { Change, GatedCampaign, Plan, PlannedLayer, Problem } from '../model/index.ts';

/**
 * Marks pauses that were rejected at Layers after the review, so that they are not sent. A review of a plan that shows
 * the rejection allows them again.
 *
 * @param reviewed `undefined` if there was no review
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

/** Empty if none was rejected. */
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

/** `Campaign name (id)` */
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
