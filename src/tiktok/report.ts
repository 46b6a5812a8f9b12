import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { addDecimals } from './decimals.ts';
import { Id, incompleteList, PageInfo, pathOf, type QueryValue, read, truncatedReport, unusable } from './request.ts';

/** Source of this file: /report/integrated/get/ (documented). */
const PAGE_SIZE = 1_000;

/** Parsed one by one, so a broken row fails alone. */
const Shape = z.object({ list: z.array(z.unknown()), page_info: PageInfo });

/** Metrics are decimal text; `-` is a missing value, which counts as zero (documented). */
const Metrics = z.object({ spend: z.unknown() }).optional().catch(undefined);

export type ReportRow = { readonly id: string; readonly metrics: z.output<typeof Metrics> };

export const AccountRow: z.ZodType<ReportRow> = z
  .object({ dimensions: z.object({ advertiser_id: Id }), metrics: Metrics })
  .transform(({ dimensions, metrics }) => ({ id: dimensions.advertiser_id, metrics }));
export const CampaignRow: z.ZodType<ReportRow> = z
  .object({ dimensions: z.object({ campaign_id: Id }), metrics: Metrics })
  .transform(({ dimensions, metrics }) => ({ id: dimensions.campaign_id, metrics }));

export type Report = {
  /** The subject, and the kind of the report. */
  readonly query: Readonly<Record<string, QueryValue>>;
  readonly dimension: string;
  readonly row: z.ZodType<ReportRow>;
  /** Inclusive. */
  readonly from: string;
  readonly to: string;
  /** A longer report is a failure. */
  readonly maxPages?: number;
};

export type ReportRows = {
  /** The sum of all rows of an id, as decimal text. */
  readonly sums: ReadonlyMap<string, Result<string>>;
  /** Ids with several rows. */
  readonly repeated: ReadonlySet<string>;
  /** A row without a readable id may belong to any. */
  readonly hasRowWithoutId: boolean;
};

/** All pages of a report. One that is cut off, or shorter than it states, is a failure. */
export async function readReport(
  client: Client,
  { query, dimension, row: shape, from, to, maxPages = Number.POSITIVE_INFINITY }: Report,
  signal: AbortSignal,
): Promise<Result<ReportRows>> {
  const sums = new Map<string, Result<string>>();
  const repeated = new Set<string>();
  let received = 0;
  let hasRowWithoutId = false;
  for (let page = 1; ; page += 1) {
    const path = pathOf('report/integrated/get', {
      ...query,
      dimensions: [dimension],
      metrics: ['spend'],
      start_date: from,
      end_date: to,
      page,
      page_size: PAGE_SIZE,
    });
    const reading = await read(client, path, Shape, signal);
    if (!reading.ok) return reading;
    if (isCutShort(reading.header('x-tt-ads-throttle'))) return truncatedReport(path);
    const { list, page_info } = reading.value;
    if (page_info.total_page > maxPages) return unusable(`TikTok's report has ${page_info.total_page} pages.`);
    received += list.length;
    for (const row of list) {
      const parsed = shape.safeParse(row);
      hasRowWithoutId ||= !parsed.success;
      if (!parsed.success) continue;
      if (sums.has(parsed.data.id)) repeated.add(parsed.data.id);
      addRow(sums, parsed.data);
    }
    if (page < page_info.total_page && list.length > 0) continue;
    if (page_info.total_number > received) return incompleteList(path, received, page_info.total_number);
    return ok({ sums, repeated, hasRowWithoutId });
  }
}

export const NO_SPEND: Result<string> = ok('0');

function addRow(sums: Map<string, Result<string>>, { id, metrics }: ReportRow): void {
  const before = sums.get(id) ?? NO_SPEND;
  if (!before.ok) return;
  const sum = addDecimals(before.value, amountOf(metrics?.spend));
  sums.set(id, sum === undefined ? noAmount(metrics?.spend) : ok(sum));
}

/** Text that `addDecimals` rejects if it is not an amount, or is negative. */
function amountOf(spend: unknown): string {
  if (spend === '-') return '0';
  const text = typeof spend === 'string' || typeof spend === 'number' ? String(spend) : '';
  return text.startsWith('-') ? '' : text;
}

/** Sent with reports over very many ids. Source: reporting (second-hand). */
function isCutShort(throttle: string | undefined): boolean {
  return throttle !== undefined && !/^(0|false)?$/i.test(throttle.trim());
}

export function noAmount(spend: unknown): ApiFailure {
  const text = typeof spend === 'string' || typeof spend === 'number' ? JSON.stringify(String(spend).slice(0, 40)) : '';
  const message =
    text === ''
      ? 'TikTok returned a spend that is not an amount.'
      : `TikTok returned the spend ${text}, which is not an amount.`;
  return fail({ code: 'api/unreadable', message, remedy: 'Run it again later.' });
}
