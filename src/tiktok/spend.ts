import { z } from 'zod';
import type { Client, Refused } from '../http/index.ts';
import type { Result } from '../model/index.ts';
import { addDecimals } from './decimal.ts';
import { batches, pathOf } from './query.ts';
import { Id, PageInfo, read, short, throttled } from './read.ts';

/** Source: business-api.tiktok.com portal/docs, /report/integrated/get/ (documented). */
const LARGEST_BATCH = 5;
const LARGEST_PAGE = 1_000;

/** Metrics are decimal text; `-` stands where there is none. */
const Shape = z.object({
  list: z.array(
    z.object({
      dimensions: z.object({ advertiser_id: Id }),
      metrics: z.object({ spend: z.union([z.string(), z.number()]).transform(String) }),
    }),
  ),
  page_info: PageInfo,
});

type Spend = ReadonlyMap<string, Result<string>>;

/**
 * Spend per ad account between two dates, both included. No row means no spend: the token can read the account. A batch
 * that fails, or comes short, fails its own accounts.
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
      return batch.map((id) => [id, sums.ok ? { ok: true, value: sums.value.get(id) ?? '0' } : sums]);
    }),
  );
  return new Map(results.flat());
}

async function readBatch(
  client: Client,
  batch: readonly string[],
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<Result<ReadonlyMap<string, string>>> {
  const [only = ''] = batch;
  const sums = new Map(batch.map((id) => [id, '0']));
  let received = 0;
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
    for (const { dimensions, metrics } of list) {
      const sum = addDecimals(sums.get(dimensions.advertiser_id) ?? '0', metrics.spend === '-' ? '0' : metrics.spend);
      if (sum === undefined) return noAmount(metrics.spend);
      sums.set(dimensions.advertiser_id, sum);
    }
    if (page < page_info.total_page && list.length > 0) continue;
    if (page_info.total_number > received) return short(path, received, page_info.total_number);
    return { ok: true, value: sums };
  }
}

/** Sent with reports over very many ids. Source: business-api.tiktok.com portal/docs, reporting (second-hand). */
function isCutShort(throttle: string | undefined): boolean {
  return throttle !== undefined && !/^(0|false)?$/i.test(throttle.trim());
}

function noAmount(text: string): Refused {
  const message = `TikTok reports a spend of ${JSON.stringify(text.slice(0, 40))}, which is no amount.`;
  return { ok: false, problems: [{ code: 'api/unreadable', message, remedy: 'Run it again later.' }] };
}
