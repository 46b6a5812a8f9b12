import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { addDecimals } from './decimal.ts';
import { batches, pathOf } from './query.ts';
import { Id, PageInfo, read, short, throttled } from './read.ts';

/** Source: business-api.tiktok.com portal/docs, /report/integrated/get/ (documented). */
const LARGEST_BATCH = 5;
const LARGEST_PAGE = 1_000;

/**
 * Rows are parsed one by one below, so a broken row only affects its own account.
 *
 * Source: business-api.tiktok.com portal/docs, /report/integrated/get/ (documented).
 */
const Shape = z.object({ list: z.array(z.unknown()), page_info: PageInfo });

/** Metrics are decimal text; `-` is a missing value, which counts as zero (documented). */
const Row = z.object({
  dimensions: z.object({ advertiser_id: Id }),
  metrics: z.object({ spend: z.unknown() }).optional().catch(undefined),
});

type Row = z.output<typeof Row>;
type Spend = ReadonlyMap<string, Result<string>>;

/**
 * Spend per ad account between two dates (inclusive), as decimal text. If an account has no row, it has no spend: the
 * token can read the account (inferred). If a batch fails or is incomplete, its accounts fail; if a row is not an
 * amount, its account fails.
 */
export async function readSpend(
  client: Client,
  ids: readonly string[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Spend> {
  const parts = batches([...new Set(ids)], LARGEST_BATCH);
  const results = await Promise.all(
    parts.map(async (batch): Promise<[string, Result<string>][]> => {
      const sums = await readBatch(client, batch, from, to, signal);
      return batch.map((id) => [id, sums.ok ? (sums.value.get(id) ?? NONE) : sums]);
    }),
  );
  return new Map(results.flat());
}

const NONE: Result<string> = ok('0');

async function readBatch(
  client: Client,
  batch: readonly string[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Result<Spend>> {
  const [only = ''] = batch;
  const sums = new Map<string, Result<string>>();
  let received = 0;
  let nameless = false;
  for (let page = 1; ; page += 1) {
    const path = pathOf('report/integrated/get', {
      ...(batch.length === 1 ? { advertiser_id: only } : { advertiser_ids: batch }),
      report_type: 'BASIC',
      data_level: 'AUCTION_ADVERTISER',
      dimensions: ['advertiser_id'],
      metrics: ['spend'],
      start_date: from,
      end_date: to,
      page,
      page_size: LARGEST_PAGE,
    });
    const reading = await read(client, path, Shape, signal);
    if (!reading.ok) return reading;
    if (isCutShort(reading.header('x-tt-ads-throttle'))) return throttled(path);
    const { list, page_info } = reading.value;
    received += list.length;
    for (const row of list) {
      const parsed = Row.safeParse(row);
      nameless ||= !parsed.success;
      if (parsed.success) addRow(sums, parsed.data);
    }
    if (page < page_info.total_page && list.length > 0) continue;
    if (page_info.total_number > received) return short(path, received, page_info.total_number);
    // A row without an id may belong to any account that has no row of its own.
    if (nameless) for (const id of batch) if (!sums.has(id)) sums.set(id, noAmount(undefined));
    return ok(sums);
  }
}

/** The sum fails if any row is not an amount. */
function addRow(sums: Map<string, Result<string>>, { dimensions: { advertiser_id: id }, metrics }: Row): void {
  const before = sums.get(id) ?? NONE;
  if (!before.ok) return;
  const sum = addDecimals(before.value, amountOf(metrics?.spend));
  sums.set(id, sum === undefined ? noAmount(metrics?.spend) : ok(sum));
}

/** The spend as text. `addDecimals` rejects it if it is not an amount, or is negative. */
function amountOf(spend: unknown): string {
  if (spend === '-') return '0';
  const text = typeof spend === 'string' || typeof spend === 'number' ? String(spend) : '';
  return text.startsWith('-') ? '' : text;
}

/** Sent with reports over very many ids. Source: business-api.tiktok.com portal/docs, reporting (second-hand). */
function isCutShort(throttle: string | undefined): boolean {
  return throttle !== undefined && !/^(0|false)?$/i.test(throttle.trim());
}

function noAmount(spend: unknown): ApiFailure {
  const text = typeof spend === 'string' || typeof spend === 'number' ? JSON.stringify(String(spend).slice(0, 40)) : '';
  const message =
    text === '' ? 'TikTok reports a spend that is not an amount.' : `TikTok reports a spend of ${text}, not an amount.`;
  return fail({ code: 'api/unreadable', message, remedy: 'Run it again later.' });
}
