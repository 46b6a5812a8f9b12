import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type Read, read } from './read.ts';

const MOST_PAGES = 100;

/**
 * All items of a list, over all its pages. A list that goes round in a circle, or does not end, is a problem: a part of
 * it would look like all of it.
 *
 * Source: developers.layers.com docs/api/getting-started/common-patterns (documented); that a missing `nextCursor` means
 * the end: inferred, `list-ad-accounts` shows none.
 */
export async function readPages<T>(
  client: Client,
  path: string,
  item: z.ZodType<T>,
  signal: AbortSignal,
): Promise<Read<readonly T[]>> {
  const page = z.object({ items: z.array(item), nextCursor: z.string().nullish() });
  const items: T[] = [];
  const cursors = new Set<string>();
  let next = path;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const reading = await read(client, next, page, signal);
    if (!reading.ok) return reading;
    items.push(...reading.value.items);
    const cursor = reading.value.nextCursor ?? '';
    if (cursor === '') return { ...reading, value: items };
    if (cursors.has(cursor)) return endless(path, 'sends the same page again and again');
    cursors.add(cursor);
    next = `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
  }
  return endless(path, `has more than ${MOST_PAGES} pages`);
}

function endless(path: string, how: string): Read<never> {
  const message = `The list ${path.replace(/\?.*$/s, '')} of Layers ${how}.`;
  return {
    ok: false,
    problems: [{ code: 'api/unreadable', message, remedy: 'Run it again, or report this to Layers.' }],
  };
}
