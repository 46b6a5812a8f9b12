import { z } from 'zod';
import { countDays } from '../core/calendar.ts';
import { declined, invalid, NOT_IMPLEMENTED, type Reply } from './envelope.ts';
import { days, flag, id, jsonText, paging } from './params.ts';
import { containsText } from './rows.ts';
import type { Advertiser } from './world.ts';

const LEVELS = ['ADVERTISER', 'CAMPAIGN', 'ADGROUP', 'AD'].flatMap((level) => [
  `AUCTION_${level}`,
  `RESERVATION_${level}`,
]);

const METRICS = 'spend impressions clicks conversion reach ctr cpc cpm currency timezone'.split(' ');
const CAMPAIGN_METRICS = 'campaign_name objective_type campaign_budget'.split(' ');

const FILTER_TYPES = [
  'IN',
  'MATCH',
  'GREATER_EQUAL',
  'GREATER_THAN',
  'LOWER_EQUAL',
  'LOWER_THAN',
  'BETWEEN',
  'CONTAIN_ANY_OF',
  'NOT_IN',
] as const;

export const Query = z.object({
  report_type: z.enum(['BASIC', 'AUDIENCE', 'PLAYABLE_MATERIAL', 'CATALOG', 'BC', 'TT_SHOP']),
  advertiser_id: id.optional(),
  advertiser_ids: jsonText(z.array(id).min(1).max(5)).optional(),
  bc_id: id.optional(),
  service_type: z.enum(['AUCTION', 'RESERVATION']).optional(),
  data_level: z.enum(LEVELS).optional(),
  dimensions: jsonText(z.array(z.string()).min(1)),
  metrics: jsonText(z.array(z.string()).min(1).max(100)).default(['spend', 'impressions']),
  ...days,
  query_lifetime: flag.default(false),
  enable_total_metrics: flag.default(false),
  multi_adv_report_in_utc_time: flag.default(false),
  query_mode: z.enum(['REGULAR', 'CHUNK']).default('REGULAR'),
  order_field: z.string().optional(),
  order_type: z.enum(['ASC', 'DESC']).default('DESC'),
  // The value of a filter is JSON text inside JSON (documented).
  filtering: jsonText(
    z.array(z.object({ field_name: z.string(), filter_type: z.enum(FILTER_TYPES), filter_value: z.string() })),
  ).default([]),
  ...paging(1000),
});

export type ReportQuery = z.output<typeof Query>;

/** Refusal of parameters that are only invalid in combination. Some messages were observed by third parties. */
export function combinationRefusal(query: ReportQuery): Reply | undefined {
  if (query.report_type !== 'BASIC' && query.report_type !== 'BC')
    return declined(NOT_IMPLEMENTED, `The sandbox has no ${query.report_type} report.`);
  const refusal = query.report_type === 'BC' ? businessRefusal(query) : basicRefusal(query);
  return refusal ?? relationRefusal(query) ?? spanRefusal(query);
}

export function idDimension(query: ReportQuery): 'advertiser_id' | 'campaign_id' {
  return query.data_level === 'AUCTION_CAMPAIGN' ? 'campaign_id' : 'advertiser_id';
}

/** Subject of a line of a report. `currency`: of its amounts. `texts` are metrics that are words. */
export type Subject = {
  readonly spender: Advertiser;
  readonly id: string;
  readonly currency: string;
  readonly facts: Facts;
  readonly texts: Readonly<Record<string, string>>;
};

/** Filterable facts of one subject of a report: text by the name of the filter. */
type Facts = Readonly<Record<string, string>>;

/**
 * Filters that compare with a list, and the one that searches a part of a name. Source: "BC report filters"
 * (documented).
 */
export const BUSINESS_FILTERS = [
  'advertiser_name',
  'advertiser_id',
  'owner_of_account',
  'currency_of_account',
  'account_status',
];

export const BASIC_FILTERS = ['campaign_ids', 'campaign_status'];

/** A function that checks facts against all filters, or why the filters are invalid. */
export function filterOf(
  filtering: ReportQuery['filtering'],
  known: readonly string[],
): ((facts: Facts) => boolean) | { readonly refusal: Reply } {
  const tests: ((facts: Facts) => boolean)[] = [];
  for (const { field_name: field, filter_type: type, filter_value: text } of filtering) {
    if (!known.includes(field)) return { refusal: declined(NOT_IMPLEMENTED, `The sandbox has no filter ${field}.`) };
    const match = field === 'advertiser_name';
    if (type !== (match ? 'MATCH' : 'IN')) {
      return { refusal: invalid(`Invalid value for filter_type: ${type} for ${field}.`) };
    }
    if (match) {
      tests.push((facts) => containsText(facts[field] ?? '', text));
      continue;
    }
    const list = listIn(text);
    if (list === undefined) {
      return { refusal: invalid(`Invalid value for filter_value: not a JSON list in ${field}.`) };
    }
    if (field === 'campaign_status') tests.push((facts) => passesStatus(facts[field] ?? '', list));
    else tests.push((facts) => list.includes(facts[field] ?? ''));
  }
  // Deleted campaigns are only included on request (documented).
  if (!filtering.some(({ field_name: field }) => field === 'campaign_status')) {
    tests.push((facts) => facts.campaign_status !== 'STATUS_DELETE');
  }
  return (facts) => tests.every((test) => test(facts));
}

function basicRefusal(query: ReportQuery): Reply | undefined {
  if (query.data_level === undefined) return invalid('Missing required field(s): data_level.');
  if (query.data_level !== 'AUCTION_ADVERTISER' && query.data_level !== 'AUCTION_CAMPAIGN')
    return declined(NOT_IMPLEMENTED, `The sandbox has no ${query.data_level} report.`);
  if ((query.advertiser_id === undefined) === (query.advertiser_ids === undefined)) {
    return invalid('Invalid value for advertiser_id: give either advertiser_id or advertiser_ids.');
  }
  return undefined;
}

/** Level, service and lifetime are not allowed here (documented). */
function businessRefusal(query: ReportQuery): Reply | undefined {
  if (query.bc_id === undefined) return invalid('Missing required field(s): bc_id.');
  const stray = (['service_type', 'data_level', 'advertiser_id', 'advertiser_ids'] as const).find(
    (parameter) => query[parameter] !== undefined,
  );
  if (stray !== undefined) return invalid(`Invalid value for ${stray}: not supported by a BC report.`);
  return query.query_lifetime ? invalid('Invalid value for query_lifetime: not supported by a BC report.') : undefined;
}

function relationRefusal(query: ReportQuery): Reply | undefined {
  if (query.dimensions.includes('stat_time_hour'))
    return declined(NOT_IMPLEMENTED, 'The sandbox has no report by the hour.');
  const own = idDimension(query);
  const times = query.report_type === 'BC' ? [] : ['stat_time_day'];
  const metrics = own === 'campaign_id' ? [...METRICS, ...CAMPAIGN_METRICS] : METRICS;
  const related =
    query.dimensions.includes(own) &&
    query.dimensions.every((dimension) => dimension === own || times.includes(dimension)) &&
    query.metrics.every((metric) => metrics.includes(metric));
  if (!related) return invalid('Conflict occurs. The input params including metrics and dimensions have no relation.');
  const sortable =
    query.order_field === undefined || query.order_field === 'spend' || query.dimensions.includes(query.order_field);
  return sortable ? undefined : invalid(`Invalid value for order_field: ${query.order_field}.`);
}

function spanRefusal(query: ReportQuery): Reply | undefined {
  if (query.query_lifetime) return undefined;
  if (query.start_date === undefined || query.end_date === undefined) {
    return invalid('Missing required field(s): start_date, end_date.');
  }
  const span = countDays(query.start_date, query.end_date);
  if (span < 1) return invalid('Invalid value for end_date: earlier than start_date.');
  if (span > 30 && query.dimensions.includes('stat_time_day'))
    return invalid('max time span is 30 days when use stat_time_day');
  return span > 365 ? invalid('max time span is 365 days') : undefined;
}

function passesStatus(status: string, statuses: readonly string[]): boolean {
  if (statuses.includes('STATUS_ALL')) return true;
  if (statuses.includes('STATUS_NOT_DELETE') && status !== 'STATUS_DELETE') return true;
  return statuses.includes(status);
}

function listIn(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
