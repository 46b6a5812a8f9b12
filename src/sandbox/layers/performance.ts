import { spentOn } from '../tiktok/spend.ts';
import type { Day } from './ads-world.ts';
import type { State } from './state.ts';
import type { Project } from './world.ts';

/** Totals of a period, as whole numbers; spend in cents. */
export type Counts = Omit<Day, 'date'>;

export type Scope = 'ad' | 'adset' | 'campaign' | 'ad_account' | 'project';

/** Counts of one entity on one day, in UTC. */
export type Performance = (day: string, platforms: readonly string[] | undefined) => Counts;

/** Lookup of the counts in a scope; `undefined` if the id does not exist. Ids are those of Layers (documented). */
export function performanceOf(state: State, project: Project, scope: Scope, id: string): Performance | undefined {
  switch (scope) {
    case 'project':
      return id.replace(/^prj_/, '') === project.id ? accountsOn(state, project, undefined) : undefined;
    case 'ad_account':
      return project.adAccounts.some(({ adAccountId }) => adAccountId === id)
        ? accountsOn(state, project, id)
        : undefined;
    case 'campaign':
      return project.campaigns.some(({ campaignId }) => campaignId === id)
        ? (day) => campaignOn(project, id, day)
        : undefined;
    case 'adset':
      return project.adSets.some(({ adsetId }) => adsetId === id) ? (day) => adSetOn(project, id, day) : undefined;
    case 'ad':
    default: {
      const found = project.ads.find(({ adId }) => adId === id);
      return found === undefined ? undefined : (day) => countsOn(found.days ?? [], day);
    }
  }
}

/**
 * The spend of accounts is TikTok's, so that both APIs agree; other counts are summed over their campaigns. An
 * account's day is treated as a day in UTC (inferred).
 */
function accountsOn(state: State, project: Project, only: string | undefined): Performance {
  return (day, platforms) => {
    const accounts = project.adAccounts
      .filter(({ adAccountId }) => only === undefined || adAccountId === only)
      .filter(({ platform }) => platforms === undefined || platforms.includes(platform));
    const inside = project.campaigns.filter((campaign) =>
      accounts.some(({ adAccountId }) => adAccountId === campaign.adAccountId),
    );
    const all = sum(inside.map(({ campaignId }) => campaignOn(project, campaignId, day)));
    const ids = new Set(accounts.map(({ externalId }) => externalId));
    const advertisers = state.world.tiktok.advertisers.filter((advertiser) => ids.has(advertiser.id));
    return { ...all, spend: advertisers.reduce((total, one) => total + spentOn(one, day, state.now()), 0) };
  };
}

function campaignOn(project: Project, id: string, day: string): Counts {
  const own = project.campaigns.find(({ campaignId }) => campaignId === id)?.days;
  if (own !== undefined) return countsOn(own, day);
  const inside = project.adSets.filter(({ campaignId }) => campaignId === id);
  return sum(inside.map(({ adsetId }) => adSetOn(project, adsetId, day)));
}

function adSetOn(project: Project, id: string, day: string): Counts {
  const own = project.adSets.find(({ adsetId }) => adsetId === id)?.days;
  if (own !== undefined) return countsOn(own, day);
  return sum(project.ads.filter(({ adsetId }) => adsetId === id).map(({ days = [] }) => countsOn(days, day)));
}

function countsOn(days: readonly Day[], day: string): Counts {
  return sum(days.filter(({ date }) => date === day));
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce<Counts>(
    (total, one) => ({
      spend: total.spend + one.spend,
      impressions: total.impressions + one.impressions,
      clicks: total.clicks + one.clicks,
      conversions: total.conversions + one.conversions,
    }),
    { spend: 0, impressions: 0, clicks: 0, conversions: 0 },
  );
}
