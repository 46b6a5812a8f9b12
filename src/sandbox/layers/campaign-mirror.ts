import { campaignShape } from '../tiktok/world-ads.ts';
import type { Campaign } from './ads-world.ts';
import { nextFree } from './ids.ts';
import type { Project, World } from './world.ts';

/** TikTok's campaign with the same id, if it exists. */
function mirrored(world: World, { platform, externalId }: Campaign) {
  return platform === 'tiktok_ads' ? world.tiktok.campaigns.find(({ id }) => id === externalId) : undefined;
}

/**
 * A campaign with TikTok's values: a change in TikTok Ads Manager is visible at Layers on the next call. Source:
 * docs/api/reference/ads/list-campaigns (documented).
 */
export function withTikTokValues(world: World, campaign: Campaign): Campaign {
  const mirror = mirrored(world, campaign);
  if (mirror === undefined) return campaign;
  const status = currentStatus(campaign.status, mirror.status);
  if (mirror.budgetMode === 'BUDGET_MODE_INFINITE') return { ...campaign, status };
  const { dailyBudgetCents: _daily, lifetimeBudgetCents: _lifetime, ...rest } = campaign;
  const cents = Math.round(Number(mirror.budget) * 100);
  const total = mirror.budgetMode === 'BUDGET_MODE_TOTAL';
  return { ...rest, status, ...(total ? { lifetimeBudgetCents: cents } : { dailyBudgetCents: cents }) };
}

/** TikTok decides whether a campaign is on, off or deleted; more specific states of Layers stay. */
function currentStatus(own: Campaign['status'], theirs: 'ENABLE' | 'DISABLE' | 'DELETE'): Campaign['status'] {
  if (theirs === 'DELETE') return 'deleted';
  if (theirs === 'DISABLE') return own === 'archived' ? 'archived' : 'paused';
  return own === 'paused' || own === 'deleted' || own === 'archived' ? 'active' : own;
}

/** Layers translates its verbs to the platform's status (documented). */
export function mirrorStatus(world: World, campaign: Campaign): void {
  const mirror = mirrored(world, campaign);
  if (mirror !== undefined) mirror.status = wordFor(campaign.status);
}

function wordFor(status: Campaign['status']): 'ENABLE' | 'DISABLE' | 'DELETE' {
  if (status === 'deleted') return 'DELETE';
  return status === 'paused' || status === 'archived' ? 'DISABLE' : 'ENABLE';
}

/** Layers converts cents to the unit of the platform (documented). */
export function mirrorBudget(world: World, campaign: Campaign): void {
  const mirror = mirrored(world, campaign);
  if (mirror !== undefined) Object.assign(mirror, budgetOf(campaign));
}

function budgetOf({ dailyBudgetCents, lifetimeBudgetCents }: Campaign) {
  const cents = dailyBudgetCents ?? lifetimeBudgetCents;
  if (cents === undefined) return {};
  const budgetMode: 'BUDGET_MODE_DAY' | 'BUDGET_MODE_TOTAL' =
    lifetimeBudgetCents === undefined ? 'BUDGET_MODE_DAY' : 'BUDGET_MODE_TOTAL';
  return { budget: (cents / 100).toFixed(2), budgetMode };
}

/** TikTok objectives by Layers outcome. No page has this table: it is inferred. */
const OBJECTIVES: Readonly<Record<string, string>> = {
  app_installs: 'APP_PROMOTION',
  conversions: 'WEB_CONVERSIONS',
  traffic: 'TRAFFIC',
  engagement: 'ENGAGEMENT',
  lead_generation: 'LEAD_GENERATION',
};

/** Creates the TikTok counterpart of a campaign made at Layers, if TikTok's world has the account. */
export function mirrorNewCampaign(world: World, project: Project, campaign: Campaign, now: Date): void {
  const account = project.adAccounts.find(({ adAccountId }) => adAccountId === campaign.adAccountId);
  const advertiser = world.tiktok.advertisers.find(({ id }) => id === account?.externalId);
  if (advertiser === undefined || campaign.platform !== 'tiktok_ads') return;
  const at = now.toISOString();
  world.tiktok.campaigns.push(
    campaignShape.parse({
      id: campaign.externalId,
      advertiser: advertiser.id,
      name: campaign.name,
      objective: OBJECTIVES[campaign.objective] ?? 'APP_PROMOTION',
      status: wordFor(campaign.status),
      createdAt: at,
      modifiedAt: at,
      ...budgetOf(campaign),
    }),
  );
}

/** An unused campaign id in TikTok's form. */
export function freshExternalId(world: World): string {
  const taken = [
    ...world.tiktok.campaigns.map(({ id }) => id),
    ...world.layers.projects.flatMap(({ campaigns }) => campaigns.map(({ externalId }) => externalId)),
  ];
  return nextFree(taken, (n) => `18${String(n).padStart(14, '0')}`);
}
