import { z } from 'zod';
import { addDays, countDays, dayIn, daysBetween, isDay } from '../clock.ts';
import { spentOn } from '../spend.ts';
import type { State } from '../state.ts';
import { accepted, notFound, type Reply, refused } from './envelope.ts';
import { queryAs } from './input.ts';
import { type Call, inProject, type Route } from './route.ts';
import type { AdAccount, Project } from './world.ts';

/** Source: developers.layers.com docs/api/reference/ads/ads-metrics (documented); the answer's members are inferred. */
export const adsMetrics: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/projects/:projectId/ads-metrics',
    class: 'read-light',
    scopes: () => ['metrics:read'],
    reply: inProject(show),
  },
];

/** How many days one answer covers at most. Not documented: it keeps an answer small. */
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

/** `since` inclusive, `until` exclusive, the last 30 days by default (documented). Only spend happens in the sandbox. */
function show({ request, state }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['metrics', 'platforms']);
  if (!query.ok) return query.refusal;
  const { scope, id, metrics, platforms, granularity } = query.value;
  const accounts = accountsOf(project, scope, id);
  if (accounts === undefined) return notFound(scope);

  const today = dayIn('UTC', state.now());
  const since = new Date(query.value.since ?? addDays(today, -30));
  const until = query.value.until === undefined ? state.now() : new Date(query.value.until);
  // A day belongs to the answer when it begins before `until`.
  const first = dayIn('UTC', since);
  const last = dayIn('UTC', new Date(until.getTime() - 1));
  if (countDays(first, last) > LONGEST) return refused('VALIDATION', `since: at most ${LONGEST} days before until.`);

  const shown = accounts.filter(({ platform }) => platforms === undefined || platforms.includes(platform));
  const days = daysBetween(first, last).map((day) => ({ day, cents: spentBy(shown, day, state) }));
  const size = granularity === 'week' ? 7 : 1;
  const buckets = days
    .filter((_, index) => index % size === 0)
    .map(({ day }, index) => ({
      bucket: `${day}T00:00:00Z`,
      cents: sum(days.slice(index * size, (index + 1) * size)),
    }));
  const values = (cents: number) =>
    Object.fromEntries(metrics.map((metric) => [metric, metric === 'spend' ? cents : 0]));
  return accepted({
    scope,
    id,
    since: since.toISOString(),
    until: until.toISOString(),
    granularity,
    series: buckets.map(({ bucket, cents }) => ({ bucket, ...values(cents) })),
    totals: values(sum(days)),
  });
}

/** The ids are Layers' own (documented). The sandbox has no campaigns, so nothing below an account is ever found. */
function accountsOf(project: Project, scope: string, id: string): readonly AdAccount[] | undefined {
  if (scope === 'project') return id.replace(/^prj_/, '') === project.id ? project.adAccounts : undefined;
  const account = scope === 'ad_account' ? project.adAccounts.find(({ adAccountId }) => adAccountId === id) : undefined;
  return account === undefined ? undefined : [account];
}

/** Cents (inferred from the rule for the ads API). An account's day is taken for the day in UTC (inferred). */
function spentBy(accounts: readonly AdAccount[], day: string, state: State): number {
  const ids = new Set(accounts.map(({ externalId }) => externalId));
  const advertisers = state.world.tiktok.advertisers.filter(({ id }) => ids.has(id));
  return advertisers.reduce((total, advertiser) => total + spentOn(advertiser, day, state.now()), 0);
}

function sum(days: readonly { readonly cents: number }[]): number {
  return days.reduce((total, { cents }) => total + cents, 0);
}
