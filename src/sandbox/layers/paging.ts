import { z } from 'zod';
import { type Json, type JsonObject, isMap, parseJson } from '../core/json.ts';
import type { Request } from '../core/route.ts';
import { accepted, type Reply, refused } from './envelope.ts';
import { queryAs, wholeNumber } from './input.ts';

/** Limits of a list request. */
type Limits = {
  /** The largest `limit`. */
  readonly most: number;
  /** The default `limit`. Absent: 25. */
  readonly usual?: number;
  /** Whether a malformed cursor returns the first page. */
  readonly lenient?: boolean;
};

/**
 * One page of a list. A cursor that is malformed or from a different list is refused, or ignored in lenient lists.
 *
 * Source: developers.layers.com docs/api/getting-started/common-patterns; docs/api/reference/sdk-apps/list-sdk-apps and
 * docs/api/reference/projects/list-projects and docs/api/reference/ads/list-campaigns for the cursor (documented).
 *
 * @param limits the largest `limit`, or all limits
 */
export function pageOf(request: Request, list: string, items: readonly JsonObject[], limits: number | Limits): Reply {
  const { most, usual = 25, lenient = false }: Limits = typeof limits === 'number' ? { most: limits } : limits;
  const query = queryAs(request, z.object({ limit: wholeNumber(1, most).optional(), cursor: z.string().optional() }));
  if (!query.ok) return query.refusal;
  const { limit = usual, cursor } = query.value;
  const from = cursor === undefined ? 0 : (readCursor(cursor, list) ?? (lenient ? 0 : undefined));
  if (from === undefined) return refused('VALIDATION', 'cursor: is not one that this list gave.');
  const next = from + limit;
  const nextCursor: Json = next < items.length ? writeCursor(list, next) : null;
  return accepted({ items: items.slice(from, next), nextCursor });
}

function writeCursor(list: string, from: number): string {
  return Buffer.from(JSON.stringify({ list, from })).toString('base64url');
}

function readCursor(cursor: string, list: string): number | undefined {
  try {
    const value = parseJson(Buffer.from(cursor, 'base64url').toString());
    if (!isMap(value) || value.list !== list || typeof value.from !== 'number') return undefined;
    return writeCursor(list, value.from) === cursor && value.from > 0 ? value.from : undefined;
  } catch {
    return undefined;
  }
}
