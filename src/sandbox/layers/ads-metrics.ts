import { z } from 'zod';
import { addDays, countDays, dayIn, daysBetween, isDay } from '../core/calendar.ts';
import { spentOn } from '../tiktok/money.ts';
import type { Day } from './ads-world.ts';
import { accepted, notFound, refused, type Reply } from './envelope.ts';
import { queryAs } from './input.ts';
import { type Call, inProject, type Route, route } from './route.ts';
import type { Project, State, World } from './world.ts';

/** Source: docs/api/reference/ads/ads-metrics (documented); the fields of the answer are inferred. */
export const adsMetrics: readonly Route[] = [
  route('GET', '/v1/projects/:projectId/ads-metrics', ['metrics:read'], inProject(show)),
];

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

/** Maximum number of days in one answer. Not documented: it keeps an answer small. */
const MAX_DAYS = 731;

const METRICS = [
  'spend',
  'impressions',
  'clicks',
  'conversions',
  'cpa',
  'cpc',
  'cpm',
  'ctr',
  'roas',
  'reach',
  'frequency',
] as const;

const moment = z.union([z.iso.datetime(), z.string().refine(isDay, 'must be a date or a time in UTC')]);
const Query = z.object({
  scope: z.enum(['ad', 'adset', 'campaign', 'ad_account', 'project']),
  id: z.string().min(1),
  metrics: z.array(z.enum(METRICS)).default([...METRICS]),
  platforms: z.array(z.enum(['meta_ads', 'tiktok_ads', 'apple_ads'])).optional(),
  since: moment.optional(),
  until: moment.optional(),
  granularity: z.enum(['day', 'week']).default('day'),
});

/**
 * `since` inclusive, `until` exclusive, the last 30 days by default; the platform filter only applies to accounts and
 * projects (documented).
 */
function show({ request, state }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['metrics', 'platforms']);
  if (!query.ok) return query.refusal;
  const { scope, id, metrics, platforms, granularity } = query.value;
  const performance = performanceOf(state, project, scope, id);
  if (performance === undefined) return notFound(scope);

  const today = dayIn('UTC', state.now());
  const since = new Date(query.value.since ?? addDays(today, -30));
  const until = query.value.until === undefined ? state.now() : new Date(query.value.until);
  // A day is included if it begins before `until`.
  const first = dayIn('UTC', since);
  const last = dayIn('UTC', new Date(until.getTime() - 1));
  if (countDays(first, last) > MAX_DAYS) return refused('VALIDATION', `since: at most ${MAX_DAYS} days before until.`);

  const days = daysBetween(first, last).map((day) => ({ day, counts: performance(day, platforms) }));
  const size = granularity === 'week' ? 7 : 1;
  const buckets = days
    .filter((_, index) => index % size === 0)
    .map(({ day }, index) => {
      const inside = days.slice(index * size, (index + 1) * size).map(({ counts }) => counts);
      return { bucket: `${day}T00:00:00Z`, ...values(metrics, sum(inside), state.world) };
    });
  return accepted({
    scope,
    id,
    since: since.toISOString(),
    until: until.toISOString(),
    granularity,
    series: buckets,
    totals: values(metrics, sum(days.map(({ counts }) => counts)), state.world),
  });
}

type Metric = (typeof METRICS)[number];

/** Spend in cents (inferred from the rule for the ads API), or in the unit of the switch. */
function values(metrics: readonly Metric[], counts: Counts, world: World): Readonly<Record<string, number>> {
  const unit = world.switches.metricsSpend === 'cents' ? 1 : 100;
  return Object.fromEntries(metrics.map((metric) => [metric, valueOf(metric, counts, counts.spend / unit)]));
}

/** The sandbox has no revenue and does not count people, so `roas`, `reach` and `frequency` are 0. */
function valueOf(metric: Metric, { impressions, clicks, conversions }: Counts, spend: number): number {
  switch (metric) {
    case 'spend':
      return spend;
    case 'impressions':
      return impressions;
    case 'clicks':
      return clicks;
    case 'conversions':
      return conversions;
    case 'cpa':
      return ratio(spend, conversions);
    case 'cpc':
      return ratio(spend, clicks);
    case 'cpm':
      return ratio(spend * 1000, impressions);
    case 'ctr':
      return ratio(clicks, impressions);
    case 'roas':
    case 'reach':
    case 'frequency':
    default:
      return 0;
  }
}

/** 0 if the divisor is 0: no page documents that case (inferred). */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6;
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
