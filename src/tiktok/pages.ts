import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { incompleteList, PageInfo, pathOf, type QueryValue, read, type ReadResult, unusable } from './request.ts';

/** The maximum for Business Centers and Spark posts. */
const PAGE_SIZE = 50;

/** More than any real list. */
const MAX_PAGES = 1_000;

export type Listing<T> = {
  readonly endpoint: string;
  readonly query: Readonly<Record<string, QueryValue>>;
  /** `list` by default. */
  readonly member?: string;
  /** 50 by default. */
  readonly pageSize?: number;
  /** Rows of a different shape are skipped, and counted. */
  readonly row: z.ZodType<T>;
  /** A repeated row is counted once. */
  readonly keyOf: (row: T) => string;
  /** Called after every page; `true` stops. */
  readonly enough?: (rows: readonly T[], pagesLeft: number) => boolean;
};

/** Not `whole` if `enough` ended it early. */
export type Rows<T> = { readonly rows: readonly T[]; readonly whole: boolean };

/**
 * Missing rows or an endless list are a problem, because a part would look complete.
 *
 * Source: page_info (documented); an empty page beyond the end is inferred.
 */
export async function readPages<T>(
  client: Client,
  list: Listing<T>,
  signal: AbortSignal,
): Promise<ReadResult<Rows<T>>> {
  const { endpoint, query, member = 'list', pageSize = PAGE_SIZE, row: shape, keyOf, enough } = list;
  const skipped = new Set<string>();
  const rows = new Map<string, T>();
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const path = pathOf(endpoint, { ...query, page, page_size: pageSize });
    const reading = await read(client, path, pageOf(member), signal);
    if (!reading.ok) return reading;
    const { header, value } = reading;
    const { total_number: total, total_page: pages } = value.page_info;
    const before = rows.size + skipped.size;
    const unparsed: unknown[] = [];
    for (const row of value.list) {
      const parsed = shape.safeParse(row);
      if (parsed.success) rows.set(keyOf(parsed.data), parsed.data);
      else unparsed.push(row);
    }
    for (const key of keysByContent(unparsed)) skipped.add(key);
    const count = rows.size + skipped.size;
    // Observed at other endpoints: rows, although page_info reports none.
    if (value.list.length > total) return incompleteList(path, value.list.length, total);
    if (count === before && value.list.length > 0) return unusable(`TikTok repeats the pages of ${endpoint}.`);
    const last = page >= pages || value.list.length === 0;
    if (last && count < total) return incompleteList(path, count, total);
    const pagesLeft = last ? 0 : pages - page;
    if (last || enough?.([...rows.values()], pagesLeft) === true) {
      return { ok: true, value: { rows: [...rows.values()], whole: last }, header };
    }
    if (pages > MAX_PAGES) break;
  }
  return unusable(`TikTok returned more than ${MAX_PAGES} pages of ${endpoint}.`);
}

/** Content identifies rows without an id; equal rows of a page are numbered. */
function keysByContent(rows: readonly unknown[]): readonly string[] {
  const counts = new Map<string, number>();
  return rows.map((row) => {
    const text = JSON.stringify(row);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    return `${count} ${text}`;
  });
}

/** Parsed one by one, so a broken row hides no others. */
function pageOf(member: string) {
  return z
    .object({ [member]: z.array(z.unknown()), page_info: PageInfo })
    .transform((page) => ({ list: rowsIn(page[member]), page_info: PageInfo.parse(page.page_info) }));
}

function rowsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
