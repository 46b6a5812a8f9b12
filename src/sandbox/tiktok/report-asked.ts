import { z } from 'zod';
import { countDays } from '../core/calendar.ts';
import { declined, NOT_IMPLEMENTED, PARAMETER_ERROR, type Reply } from './envelope.ts';
import { days, flag, id, jsonText, paging } from './params.ts';

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

export type Asked = z.output<typeof Query>;

/** Refusal of parameters that are only invalid in combination. Messages as far as third parties observed them. */
export function combinationRefusal(asked: Asked): Reply | undefined {
  if (asked.report_type !== 'BASIC' && asked.report_type !== 'BC')
    return declined(NOT_IMPLEMENTED, `The sandbox has no ${asked.report_type} report.`);
  const refusal = asked.report_type === 'BC' ? businessRefusal(asked) : basicRefusal(asked);
  return refusal ?? relationRefusal(asked) ?? spanRefusal(asked);
}

function wrong(message: string): Reply {
  return declined(PARAMETER_ERROR, message);
}

function basicRefusal(asked: Asked): Reply | undefined {
  if (asked.data_level === undefined) return wrong('Missing required field(s): data_level.');
  if (asked.data_level !== 'AUCTION_ADVERTISER' && asked.data_level !== 'AUCTION_CAMPAIGN')
    return declined(NOT_IMPLEMENTED, `The sandbox has no ${asked.data_level} report.`);
  if ((asked.advertiser_id === undefined) === (asked.advertiser_ids === undefined)) {
    return wrong('Invalid value for advertiser_id: give either advertiser_id or advertiser_ids.');
  }
  return undefined;
}

/** Level, service and lifetime are not allowed here (documented). */
function businessRefusal(asked: Asked): Reply | undefined {
  if (asked.bc_id === undefined) return wrong('Missing required field(s): bc_id.');
  const stray = (['service_type', 'data_level', 'advertiser_id', 'advertiser_ids'] as const).find(
    (parameter) => asked[parameter] !== undefined,
  );
  if (stray !== undefined) return wrong(`Invalid value for ${stray}: not supported by a BC report.`);
  return asked.query_lifetime ? wrong('Invalid value for query_lifetime: not supported by a BC report.') : undefined;
}

function relationRefusal(asked: Asked): Reply | undefined {
  if (asked.dimensions.includes('stat_time_hour'))
    return declined(NOT_IMPLEMENTED, 'The sandbox has no report by the hour.');
  const own = idDimension(asked);
  const times = asked.report_type === 'BC' ? [] : ['stat_time_day'];
  const metrics = own === 'campaign_id' ? [...METRICS, ...CAMPAIGN_METRICS] : METRICS;
  const related =
    asked.dimensions.includes(own) &&
    asked.dimensions.every((dimension) => dimension === own || times.includes(dimension)) &&
    asked.metrics.every((metric) => metrics.includes(metric));
  if (!related) return wrong('Conflict occurs. The input params including metrics and dimensions have no relation.');
  const sortable =
    asked.order_field === undefined || asked.order_field === 'spend' || asked.dimensions.includes(asked.order_field);
  return sortable ? undefined : wrong(`Invalid value for order_field: ${asked.order_field}.`);
}

function spanRefusal(asked: Asked): Reply | undefined {
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

export function idDimension(asked: Asked): 'advertiser_id' | 'campaign_id' {
  return asked.data_level === 'AUCTION_CAMPAIGN' ? 'campaign_id' : 'advertiser_id';
}
