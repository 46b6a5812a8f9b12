import type { Campaign } from './ads-world.ts';
import { Budget, budgetRefusal, budgetsOf, clampedBudget } from './budgets.ts';
import { campaignOf } from './campaigns.ts';
import { notFound, type Reply } from './envelope.ts';
import { bodyAs } from './input.ts';
import { type Call, onPlatform, type Platform, type Route } from './route.ts';
import { withTikTokValues } from './campaign-mirror.ts';
import type { Project } from './world.ts';
import { submit } from './write.ts';

const ONE = '/v1/projects/:projectId/ads/:platform/campaigns/:campaignId';

/**
 * Source: developers.layers.com docs/api/reference/ads/patch-campaign-budget, docs/api/reference/ads/delete-campaign
 * (documented); the page of pause and resume was not available, so their scope, body and answer are inferred.
 */
export const campaignWrites: readonly Route[] = [
  {
    method: 'PATCH',
    path: `${ONE}/budget`,
    class: 'write-light',
    scopes: () => ['ads:write:budgets'],
    reply: onCampaign(budget),
  },
  ...(['pause', 'resume'] as const).map(
    (verb): Route => ({
      method: 'POST',
      path: `${ONE}/${verb}`,
      class: 'write-light',
      scopes: () => ['ads:write:lifecycle'],
      reply: onCampaign((call, project, campaign) => lifecycle(call, project, campaign, verb)),
    }),
  ),
  {
    method: 'DELETE',
    path: ONE,
    class: 'write-light',
    scopes: () => ['ads:write:lifecycle'],
    reply: onCampaign((call, project, campaign) => lifecycle(call, project, campaign, 'delete')),
  },
];

type OnCampaign = (call: Call, project: Project, campaign: Campaign, platform: Platform) => Reply;

/** A route about one campaign of a platform. A deleted campaign can be read but not written (inferred). */
export function onCampaign(reply: OnCampaign): (call: Call) => Reply {
  return onPlatform((call, project, platform) => {
    const campaign = campaignOf(project, call.params.campaignId, platform);
    if (campaign === undefined || withTikTokValues(call.state.world, campaign).status === 'deleted')
      return notFound('campaign');
    return reply(call, project, campaign, platform);
  });
}

function budget(call: Call, project: Project, campaign: Campaign): Reply {
  const input = bodyAs(call.request, Budget);
  if (!input.ok) return input.refusal;
  const { world, now } = call.state;
  const seen = withTikTokValues(world, campaign);
  const refusal = budgetRefusal(seen, input.value, world.layers.minimumBudgetCents, now());
  if (refusal !== undefined) return refusal;
  const clamped = clampedBudget(seen, input.value);
  return submit(call, project, {
    ...subject(campaign),
    axis: 'tactical',
    actionType: 'update_budget',
    currentValue: budgetsOf(seen),
    newValue: budgetsOf(input.value),
    ...(clamped === undefined ? {} : { clamped }),
  });
}

/** The documented action types have none for campaigns, so the form of a queued action is unknown. */
function lifecycle(call: Call, project: Project, campaign: Campaign, verb: 'pause' | 'resume' | 'delete'): Reply {
  const after = { pause: 'paused', resume: 'active', delete: 'deleted' }[verb];
  return submit(call, project, {
    ...subject(campaign),
    axis: 'structural',
    actionType: `${verb}_campaign`,
    currentValue: { status: withTikTokValues(call.state.world, campaign).status },
    newValue: { status: after },
    // The page of delete only shows a job and a verdict (documented).
    bare: verb === 'delete',
  });
}

function subject(campaign: Campaign) {
  const { campaignId, name, platform } = campaign;
  return { campaign, platform, entityType: 'campaign' as const, entityId: campaignId, entityName: name };
}
