import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { fail, percentEncoded } from '../model/index.ts';
import { type Read, read } from './read.ts';

const MOST_PAGES = 100;

/** How to parse the items of a list, one by one. */
export type Items<T> = {
  readonly item: z.ZodType<T>;
  /**
   * Whether a document may need an item that cannot be parsed. Other such items are skipped. Default: none is needed.
   */
  readonly isNeeded?: (item: unknown) => boolean;
};

/**
 * The items of a list, from all its pages. Skips items that no document needs, whatever their shape. A list that
 * repeats a page or does not end is a problem, because a part of it would look complete.
 *
 * Source: developers.layers.com docs/api/getting-started/common-patterns (documented); that a missing `nextCursor`
 * means the end: inferred, `list-ad-accounts` shows none.
 */
export async function readPages<T>(
  client: Client,
  path: string,
  { item, isNeeded = () => false }: Items<T>,
  signal: AbortSignal,
): Promise<Read<readonly T[]>> {
  const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullish() });
  const items: T[] = [];
  const cursors = new Set<string>();
  let next = path;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const reading = await read(client, next, page, signal);
    if (!reading.ok) return reading;
    for (const [index, raw] of reading.value.items.entries()) {
      const parsed = item.safeParse(raw);
      if (parsed.success) items.push(parsed.data);
      else if (isNeeded(raw)) return broken(path, ['items', index, ...(parsed.error.issues[0]?.path ?? [])]);
    }
    const cursor = reading.value.nextCursor ?? '';
    if (cursor === '') return { ...reading, value: items };
    if (cursors.has(cursor)) return endless(path, 'sends the same page again and again');
    cursors.add(cursor);
    next = `${path}${path.includes('?') ? '&' : '?'}cursor=${percentEncoded(cursor)}`;
  }
  return endless(path, `has more than ${MOST_PAGES} pages`);
}

function broken(path: string, place: readonly PropertyKey[]): Read<never> {
  const message = `The list ${path.replace(/\?.*$/s, '')} of Layers has an item in a form that is not documented (at ${place.join('.')}).`;
  const remedy = 'Look for a newer version of reconcile, or report this.';
  return fail({ code: 'api/unreadable', message, remedy });
}

function endless(path: string, how: string): Read<never> {
  const message = `The list ${path.replace(/\?.*$/s, '')} of Layers ${how}.`;
  return fail({ code: 'api/unreadable', message, remedy: 'Run it again, or report this to Layers.' });
}
