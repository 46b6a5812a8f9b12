import { z } from 'zod';
import { type AdSet, type Campaign, campaignShape, type PendingAction } from './ads-world.ts';
import { withTikTokValues, freshExternalId, mirrorNewCampaign, mirrorBudget, mirrorStatus } from './campaign-mirror.ts';
import type { State } from './state.ts';
import type { Project } from './world.ts';

/** A write to ads, in the queue or carried out. */
export type Action = Pick<PendingAction, 'actionType' | 'entityType' | 'entityId' | 'newValue' | 'platform'>;

const Budget = z.union([
  z.strictObject({ dailyBudgetCents: z.int() }),
  z.strictObject({ lifetimeBudgetCents: z.int() }),
]);

/** States that the verbs lead to. A delete is soft (documented). */
const STATUS_AFTER = { pause: 'paused', resume: 'active', delete: 'deleted' } as const;

/**
 * Carries out an action, at Layers and at TikTok.
 *
 * @returns a code for the reason if it failed; `undefined` if it succeeded
 */
export function carryOut(state: State, project: Project, action: Action): string | undefined {
  if (action.actionType === 'create_campaign') return makeCampaign(state, project, action);
  const entity = entityOf(project, action);
  const campaign = project.campaigns.find((candidate) => candidate === entity);
  const seen = campaign === undefined ? entity : withTikTokValues(state.world, campaign);
  if (entity === undefined || seen?.status === 'deleted') return 'entity_not_found';

  if (action.actionType === 'update_budget') {
    const budget = Budget.safeParse(action.newValue);
    if (!budget.success || 'adId' in entity) return 'budget_not_understood';
    setBudget(entity, budget.data);
    if (campaign !== undefined) mirrorBudget(state.world, campaign);
    return undefined;
  }
  const status = statusAfter(action.actionType);
  if (status === undefined) return undefined;
  entity.status = status;
  if (campaign !== undefined) mirrorStatus(state.world, campaign);
  return undefined;
}

/** A queued campaign that does not exist yet. */
const NewCampaign = campaignShape.omit({ externalId: true, createdAt: true, status: true });

/** Its initial state is unknown, so it is a switch. */
function makeCampaign(state: State, project: Project, { newValue }: Action): string | undefined {
  const { world } = state;
  const asked = NewCampaign.safeParse(newValue);
  if (!asked.success) return 'campaign_not_understood';
  const campaign: Campaign = {
    ...asked.data,
    externalId: freshExternalId(world),
    status: world.switches.newCampaigns,
    createdAt: state.now().toISOString(),
  };
  project.campaigns.unshift(campaign);
  mirrorNewCampaign(world, project, campaign, state.now());
  return undefined;
}

/** Sets one kind of budget and removes the other. */
function setBudget(entity: Campaign | AdSet, budget: z.output<typeof Budget>): void {
  delete entity.dailyBudgetCents;
  delete entity.lifetimeBudgetCents;
  Object.assign(entity, budget);
}

/** Changes of creatives, targeting and schedules have no effect in the sandbox. */
function statusAfter(actionType: string): Campaign['status'] | undefined {
  const verb = actionType.split('_')[0] ?? '';
  // Checked above: it is one of the verbs.
  return Object.hasOwn(STATUS_AFTER, verb) ? STATUS_AFTER[verb as keyof typeof STATUS_AFTER] : undefined;
}

function entityOf(project: Project, { entityType, entityId }: Action) {
  switch (entityType) {
    case 'campaign':
      return project.campaigns.find(({ campaignId }) => campaignId === entityId);
    case 'adset':
      return project.adSets.find(({ adsetId }) => adsetId === entityId);
    case 'ad':
    default:
      return project.ads.find(({ adId }) => adId === entityId);
  }
}
