import type { z } from 'zod';
import type { Client } from '../http/index.ts';
import { pathOf, type QueryValue } from './query.ts';
import { type Read, read, short, unreadable } from './read.ts';

/** Rows a page: the most that the endpoints of Business Centers and Spark posts take. */
const LARGEST_PAGE = 50;

/** Far more than anybody has: an answer that never ends must not keep us. */
const MOST_PAGES = 1_000;

/** One page, whatever its endpoint calls the list. */
type Page<T> = {
  readonly list: readonly T[];
  readonly page_info: { readonly total_number: number; readonly total_page: number };
};

/** A list that comes in pages. */
export type Listing<T> = {
  readonly endpoint: string;
  readonly query: Readonly<Record<string, QueryValue>>;
  readonly shape: z.ZodType<Page<T>>;
  /** What tells rows apart: a row that comes twice is counted once. */
  readonly keyOf: (row: T) => string;
  /** Whether the rows so far will do, with so many pages still to come. Called after every page. */
  readonly enough?: (rows: readonly T[], pagesLeft: number) => boolean;
};

/** `whole`: these are all rows there are. Otherwise they were enough. */
export type Rows<T> = { readonly rows: readonly T[]; readonly whole: boolean };

/**
 * The rows of a list, over its pages. A list that comes short, or that does not end, is a problem: a part of it would
 * look like all of it.
 *
 * Source: business-api.tiktok.com portal/docs, page_info (documented); a page beyond the end is empty: inferred.
 */
export async function readPages<T>(client: Client, list: Listing<T>, signal: AbortSignal): Promise<Read<Rows<T>>> {
  const { endpoint, query, shape, keyOf, enough } = list;
  const rows = new Map<string, T>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const path = pathOf(endpoint, { ...query, page, page_size: LARGEST_PAGE });
    const reading = await read(client, path, shape, signal);
    if (!reading.ok) return reading;
    const { header, value } = reading;
    const { total_number: total, total_page: pages } = value.page_info;
    const before = rows.size;
    for (const row of value.list) rows.set(keyOf(row), row);
    // Seen elsewhere at TikTok: a list with rows whose page_info says that there are none.
    if (value.list.length > total) return short(path, value.list.length, total);
    if (rows.size === before && value.list.length > 0)
      return unreadable(`The list ${endpoint} of TikTok repeats itself.`);
    const last = page >= pages || value.list.length === 0;
    if (last && rows.size < total) return short(path, rows.size, total);
    const pagesLeft = last ? 0 : pages - page;
    if (last || enough?.([...rows.values()], pagesLeft) === true) {
      return { ok: true, value: { rows: [...rows.values()], whole: last }, header };
    }
    if (pages > MOST_PAGES) break;
  }
  return unreadable(`The list ${endpoint} of TikTok has more than ${MOST_PAGES} pages.`);
}
