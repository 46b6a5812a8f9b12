import { addDays, dayIn, daysBetween } from '../core/calendar.ts';
import type { JsonObject } from '../core/json.ts';
import { advertisersFor } from './access.ts';
import { accepted, type Reply } from './envelope.ts';
import { asSpender, hundredthsOf, reported, spentOn } from './money.ts';
import { pageOf } from './params.ts';
import { businessSubjects, converted } from './report-business.ts';
import {
  BASIC_FILTERS,
  BUSINESS_FILTERS,
  combinationRefusal,
  filterOf,
  idDimension,
  Query,
  type ReportQuery,
  type Subject,
} from './report-query.ts';
import { type Call, readRoute, type Route } from './route.ts';

/** Source: GET /report/integrated/get/; report_integrated_get.yml (documented); scopes 4, 44. */
export const report: readonly Route[] = [readRoute('/report/integrated/get/', [4, 44], Query, show)];

function show(query: ReportQuery, call: Call): Reply {
  const refusal = combinationRefusal(query);
  if (refusal !== undefined) return refusal;
  const passes = filterOf(query.filtering, query.report_type === 'BC' ? BUSINESS_FILTERS : BASIC_FILTERS);
  if ('refusal' in passes) return passes.refusal;
  const subjects = query.report_type === 'BC' ? businessSubjects(query, call) : basicSubjects(query, call);
  if ('refusal' in subjects) return subjects.refusal;

  const rows = subjects.filter(({ facts }) => passes(facts)).flatMap((subject) => rowsOf(subject, query, call));
  const showsAll = query.report_type === 'BC' && call.state.world.switches.businessReportRows === 'all';
  // No row without spend (documented as possible; here always, except by the switch).
  const spending = sorted(
    rows.filter(({ spent }) => showsAll || spent > 0),
    query,
  );
  const { items, info } = pageOf(spending, query);
  const total = spending.reduce((sum, { spent }) => sum + spent, 0);
  const currency = subjects[0]?.currency ?? 'USD';
  return accepted({
    list: items.map((row) => ({ dimensions: dimensionsOf(row, query), metrics: metricsOf(row, query) })),
    page_info: info,
    ...(query.enable_total_metrics ? { total_metrics: { spend: reported(total, currency) } } : {}),
  });
}

function basicSubjects(query: ReportQuery, call: Call): readonly Subject[] | { readonly refusal: Reply } {
  const found = advertisersFor(query.advertiser_ids ?? [query.advertiser_id ?? ''], call);
  if ('refusal' in found) return found;
  if (idDimension(query) === 'advertiser_id') {
    return found.map((spender) => ({ spender, id: spender.id, currency: spender.currency, facts: {}, texts: {} }));
  }
  return found.flatMap((advertiser) =>
    call.state.world.tiktok.campaigns
      .filter((campaign) => campaign.advertiser === advertiser.id)
      .map((campaign) => ({
        spender: asSpender(campaign, advertiser),
        id: campaign.id,
        currency: advertiser.currency,
        facts: { campaign_ids: campaign.id, campaign_status: STATUS[campaign.status] },
        texts: {
          campaign_name: campaign.name,
          objective_type: campaign.objective,
          campaign_budget: reported(hundredthsOf(campaign.budget), advertiser.currency),
        },
      })),
  );
}

const STATUS = { ENABLE: 'STATUS_DELIVERY_OK', DISABLE: 'STATUS_DISABLE', DELETE: 'STATUS_DELETE' } as const;

/** One line of the report, `spent` in hundredths. `time` exists if the report is by day. */
type Row = { readonly subject: Subject; readonly spent: number; readonly time: string | undefined };

/** Omits spend that is newer than the lag of reports. */
function rowsOf(subject: Subject, query: ReportQuery, { state }: Call): readonly Row[] {
  const reportedUntil = new Date(state.now().getTime() - state.world.switches.reportLag * 1000);
  const utc = query.multi_adv_report_in_utc_time && query.advertiser_ids !== undefined;
  // The sandbox only has whole days: UTC days have the same spend as those of the account.
  const spender = utc ? { ...subject.spender, timezone: 'UTC' } : subject.spender;
  const today = dayIn(spender.timezone, reportedUntil);
  // The sandbox remembers a year, which is the lifetime here.
  const [from, to] = query.query_lifetime
    ? [addDays(today, -364), today]
    : [query.start_date ?? '', query.end_date ?? ''];
  const days = daysBetween(from, to).map((date) => ({
    date,
    spent: converted(spentOn(spender, date, reportedUntil), spender.currency, subject.currency),
  }));
  return query.dimensions.includes('stat_time_day')
    ? days.map(({ date, spent }) => ({ subject, spent, time: `${date} 00:00:00` }))
    : [{ subject, spent: days.reduce((sum, { spent }) => sum + spent, 0), time: undefined }];
}

function sorted(rows: readonly Row[], { order_field: field, order_type: type }: ReportQuery): readonly Row[] {
  if (field === undefined) return rows;
  const way = type === 'ASC' ? 1 : -1;
  const keyOf = ({ subject, time }: Row) => (field === 'stat_time_day' ? (time ?? '') : subject.id);
  return rows.toSorted((one, other) =>
    field === 'spend' ? way * (one.spent - other.spent) : way * (keyOf(one) < keyOf(other) ? -1 : 1),
  );
}

function dimensionsOf({ subject, time }: Row, query: ReportQuery): JsonObject {
  return { [idDimension(query)]: subject.id, ...(time === undefined ? {} : { stat_time_day: time }) };
}

/** Values are text; `advertiser_ids` adds three members (documented). The sandbox only has spend. */
function metricsOf({ subject, spent }: Row, query: ReportQuery): JsonObject {
  const { timezone, id } = subject.spender;
  const { currency } = subject;
  const values: Readonly<Record<string, string>> = {
    ...subject.texts,
    spend: reported(spent, currency),
    currency,
    timezone,
  };
  const named = query.metrics.map((metric) => [metric, values[metric] ?? '0'] as const);
  return {
    ...Object.fromEntries(named),
    ...(query.advertiser_ids === undefined ? {} : { currency, timezone, advertiser_id: id }),
  };
}
