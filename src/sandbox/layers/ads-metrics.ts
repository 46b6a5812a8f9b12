import { z } from 'zod';
import { addDays, countDays, dayIn, daysBetween, isDay } from '../core/calendar.ts';
import { accepted, notFound, type Reply, refused } from './envelope.ts';
import { queryAs } from './input.ts';
import { type Call, inProject, type Route } from './route.ts';
import { type Counts, performanceOf, sum } from './performance.ts';
import type { World } from './state.ts';
import type { Project } from './world.ts';

/**
 * Source: developers.layers.com docs/api/reference/ads/ads-metrics (documented); the fields of the answer are inferred.
 */
export const adsMetrics: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/projects/:projectId/ads-metrics',
    class: 'read-light',
    scopes: () => ['metrics:read'],
    reply: inProject(show),
  },
];

/** Maximum number of days in one answer. Not documented: it keeps an answer small. */
const LONGEST = 731;

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
  if (countDays(first, last) > LONGEST) return refused('VALIDATION', `since: at most ${LONGEST} days before until.`);

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
