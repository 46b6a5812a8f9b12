import { z } from 'zod';
import { addDays, countDays, dayIn, daysBetween, isDay } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import { spentOn } from '../spend.ts';
import { accepted, declined, NOT_IMPLEMENTED, PARAMETER_ERROR, type Reply } from './envelope.ts';
import {
  advertisersFor,
  type Call,
  flag,
  id,
  jsonText,
  page,
  pageOf,
  type Route,
  readRoute,
  wholeNumber,
} from './route.ts';
import type { Advertiser } from './world.ts';

const LEVELS = ['ADVERTISER', 'CAMPAIGN', 'ADGROUP', 'AD'].flatMap((level) => [
  `AUCTION_${level}`,
  `RESERVATION_${level}`,
]);

const METRICS = ['spend', 'impressions', 'clicks', 'conversion', 'reach', 'ctr', 'cpc', 'cpm', 'currency', 'timezone'];

const day = z.string().refine(isDay, 'Time format should be YYYY-MM-DD');

const Query = z.object({
  report_type: z.enum(['BASIC', 'AUDIENCE', 'PLAYABLE_MATERIAL', 'CATALOG', 'BC', 'TT_SHOP']),
  advertiser_id: id.optional(),
  advertiser_ids: jsonText(z.array(id).min(1).max(5)).optional(),
  service_type: z.enum(['AUCTION', 'RESERVATION']).default('AUCTION'),
  data_level: z.enum(LEVELS).optional(),
  dimensions: jsonText(z.array(z.string()).min(1)),
  metrics: jsonText(z.array(z.string()).min(1).max(100)).default(['spend', 'impressions']),
  start_date: day.optional(),
  end_date: day.optional(),
  query_lifetime: flag.default(false),
  enable_total_metrics: flag.default(false),
  multi_adv_report_in_utc_time: flag.default(false),
  page,
  page_size: wholeNumber(1, 1000).default(10),
});

type Asked = z.output<typeof Query>;

/**
 * Source: business-api.tiktok.com GET /report/integrated/get/; report_integrated_get.yml of TikTok's official SDK
 * (documented); scopes 4, 44.
 */
export const report: readonly Route[] = [readRoute('/report/integrated/get/', [4, 44], Query, show)];

function show(asked: Asked, call: Call): Reply {
  const refusal = combinationRefusal(asked);
  if (refusal !== undefined) return refusal;
  const many = asked.advertiser_ids;
  const found = advertisersFor(many ?? [asked.advertiser_id ?? ''], call);
  if ('refusal' in found) return found.refusal;

  const now = call.state.now();
  const rows = found.flatMap((advertiser): readonly Row[] => {
    // The sandbox remembers a year: that is its lifetime.
    const today = dayIn(advertiser.timezone, now);
    const [from, to] = asked.query_lifetime
      ? [addDays(today, -364), today]
      : [asked.start_date ?? '', asked.end_date ?? ''];
    const days = daysBetween(from, to).map((date) => ({ date, spent: spentOn(advertiser, date, now) }));
    return asked.dimensions.includes('stat_time_day')
      ? days.map(({ date, spent }) => ({ advertiser, spent, time: `${date} 00:00:00` }))
      : [{ advertiser, spent: days.reduce((sum, { spent }) => sum + spent, 0), time: undefined }];
  });
  // Without spend there is no row (documented that it may be so; here it is always so).
  const spending = rows.filter(({ spent }) => spent > 0);
  const { items, info } = pageOf(spending, asked.page ?? 1, asked.page_size);
  const total = spending.reduce((sum, { spent }) => sum + spent, 0);
  return accepted({
    list: items.map(({ advertiser, spent, time }) => ({
      dimensions: { advertiser_id: advertiser.id, ...(time === undefined ? {} : { stat_time_day: time }) },
      metrics: metricsOf(asked, advertiser, spent),
    })),
    page_info: info,
    ...(asked.enable_total_metrics ? { total_metrics: { spend: amountAs(total, found[0]?.currency ?? 'USD') } } : {}),
  });
}

/** One line of the report, `spent` in hundredths. `time` is there when the report goes by day. */
type Row = { readonly advertiser: Advertiser; readonly spent: number; readonly time: string | undefined };

/** Parameters that are right one by one and wrong together. Messages as far as third parties observed them. */
function combinationRefusal(asked: Asked): Reply | undefined {
  const wrong = (message: string) => declined(PARAMETER_ERROR, message);
  if (asked.report_type !== 'BASIC')
    return declined(NOT_IMPLEMENTED, `The sandbox has no ${asked.report_type} report.`);
  if (asked.data_level === undefined) return wrong('Missing required field(s): data_level.');
  if (asked.data_level !== 'AUCTION_ADVERTISER')
    return declined(NOT_IMPLEMENTED, `The sandbox has no ${asked.data_level} report.`);
  if ((asked.advertiser_id === undefined) === (asked.advertiser_ids === undefined)) {
    return wrong('Invalid value for advertiser_id: give either advertiser_id or advertiser_ids.');
  }
  const related =
    asked.dimensions.includes('advertiser_id') &&
    asked.dimensions.every((dimension) => ['advertiser_id', 'stat_time_day'].includes(dimension)) &&
    asked.metrics.every((metric) => METRICS.includes(metric));
  if (!related) return wrong('Conflict occurs. The input params including metrics and dimensions have no relation.');
  if (asked.query_lifetime) return undefined;
  if (asked.start_date === undefined || asked.end_date === undefined) {
    return wrong('Missing required field(s): start_date, end_date.');
  }
  const span = countDays(asked.start_date, asked.end_date);
  if (span < 1) return wrong('Invalid value for end_date: earlier than start_date.');
  if (span > 30 && asked.dimensions.includes('stat_time_day'))
    return wrong('max time span is 30 days when use stat_time_day');
  return span > 365 ? wrong('max time span is 365 days') : undefined;
}

/** Values are text; with `advertiser_ids` three members come on top (documented). Only spend happens in the sandbox. */
function metricsOf(asked: Asked, advertiser: Advertiser, spent: number): JsonObject {
  const values: Record<string, string> = {
    spend: amountAs(spent, advertiser.currency),
    currency: advertiser.currency,
    timezone: advertiser.timezone,
  };
  const named = asked.metrics.map((metric) => [metric, values[metric] ?? '0'] as const);
  const { currency, timezone } = advertiser;
  return {
    ...Object.fromEntries(named),
    ...(asked.advertiser_ids === undefined ? {} : { currency, timezone, advertiser_id: advertiser.id }),
  };
}

/** Currencies that TikTok counts in whole units. Source: business-api.tiktok.com, budget verification (second-hand). */
const WHOLE = new Set('HUF TWD ISK JPY CLP KRW IDR PYG VND'.split(' '));

function amountAs(hundredths: number, currency: string): string {
  return WHOLE.has(currency) ? String(Math.round(hundredths / 100)) : (hundredths / 100).toFixed(2);
}
