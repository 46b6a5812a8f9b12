import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { batches, Id, incompleteList, PageInfo, pathOf, type QueryValue, read, truncatedReport } from './request.ts';

/** Source of this file: /report/integrated/get/ (documented). */
const MAX_ACCOUNTS_PER_REQUEST = 5;
const PAGE_SIZE = 1_000;

/** Parsed one by one, so a broken row fails alone. */
const Shape = z.object({ list: z.array(z.unknown()), page_info: PageInfo });

/** Metrics are decimal text; `-` is a missing value, which counts as zero (documented). */
const Metrics = z.object({ spend: z.unknown() }).optional().catch(undefined);
const AccountRow = z
  .object({ dimensions: z.object({ advertiser_id: Id }), metrics: Metrics })
  .transform(({ dimensions, metrics }) => ({ id: dimensions.advertiser_id, metrics }));
const CampaignRow = z
  .object({ dimensions: z.object({ campaign_id: Id }), metrics: Metrics })
  .transform(({ dimensions, metrics }) => ({ id: dimensions.campaign_id, metrics }));

type Row = z.output<typeof AccountRow>;
type Spend = ReadonlyMap<string, Result<string>>;

/**
 * Decimal text per ad account, between two dates (inclusive). An account without a row has no spend (inferred). If a
 * batch fails or is incomplete, its accounts fail.
 */
export async function readSpend(
  client: Client,
  ids: readonly string[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Spend> {
  const batched = batches([...new Set(ids)], MAX_ACCOUNTS_PER_REQUEST);
  const results = await Promise.all(
    batched.map(async (batch): Promise<[string, Result<string>][]> => {
      const sums = await readBatch(client, batch, from, to, signal);
      return batch.map((id) => [id, sums.ok ? (sums.value.get(id) ?? NONE) : sums]);
    }),
  );
  return new Map(results.flat());
}

const NONE: Result<string> = ok('0');

/**
 * Decimal text per campaign that is not deleted, between two dates (inclusive). A campaign without a row spent nothing
 * (inferred).
 */
export function readCampaignSpend(
  client: Client,
  advertiserId: string,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Result<Spend>> {
  const report = { level: 'AUCTION_CAMPAIGN', dimension: 'campaign_id', row: CampaignRow, from, to };
  return readReport(client, { advertiser_id: advertiserId }, report, signal);
}

async function readBatch(
  client: Client,
  batch: readonly string[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Result<Spend>> {
  const [only = ''] = batch;
  const report = { level: 'AUCTION_ADVERTISER', dimension: 'advertiser_id', row: AccountRow, from, to, ids: batch };
  const query = batch.length === 1 ? { advertiser_id: only } : { advertiser_ids: batch };
  return readReport(client, query, report, signal);
}

type Report = {
  readonly level: string;
  readonly dimension: string;
  readonly row: z.ZodType<Row>;
  readonly from: string;
  readonly to: string;
  /** Without a row, a row without an id may belong to one of these. */
  readonly ids?: readonly string[];
};

async function readReport(
  client: Client,
  query: Readonly<Record<string, QueryValue>>,
  { level, dimension, row: shape, from, to, ids }: Report,
  signal: AbortSignal,
): Promise<Result<Spend>> {
  const sums = new Map<string, Result<string>>();
  let received = 0;
  let hasRowWithoutId = false;
  for (let page = 1; ; page += 1) {
    const path = pathOf('report/integrated/get', {
      ...query,
      report_type: 'BASIC',
      data_level: level,
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
    received += list.length;
    for (const row of list) {
      const parsed = shape.safeParse(row);
      hasRowWithoutId ||= !parsed.success;
      if (parsed.success) addRow(sums, parsed.data);
    }
    if (page < page_info.total_page && list.length > 0) continue;
    if (page_info.total_number > received) return incompleteList(path, received, page_info.total_number);
    if (!hasRowWithoutId) return ok(sums);
    if (ids === undefined) return noAmount(undefined);
    for (const id of ids) if (!sums.has(id)) sums.set(id, noAmount(undefined));
    return ok(sums);
  }
}

function addRow(sums: Map<string, Result<string>>, { id, metrics }: Row): void {
  const before = sums.get(id) ?? NONE;
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

function noAmount(spend: unknown): ApiFailure {
  const text = typeof spend === 'string' || typeof spend === 'number' ? JSON.stringify(String(spend).slice(0, 40)) : '';
  const message =
    text === ''
      ? 'TikTok returned a spend that is not an amount.'
      : `TikTok returned the spend ${text}, which is not an amount.`;
  return fail({ code: 'api/unreadable', message, remedy: 'Run it again later.' });
}

/** The exact sum; `undefined` if either is not a plain decimal. */
export function addDecimals(one: string, other: string): string | undefined {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a === undefined || b === undefined) return undefined;
  const scale = Math.max(a.scale, b.scale);
  const sum = a.digits * 10n ** BigInt(scale - a.scale) + b.digits * 10n ** BigInt(scale - b.scale);
  if (scale === 0) return String(sum);
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function partsOf(text: string): { readonly digits: bigint; readonly scale: number } | undefined {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,40}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  return { digits: BigInt(`${sign}${whole}${decimals}`), scale: decimals.length };
}
