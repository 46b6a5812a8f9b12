import { z } from 'zod';
import { parseBody, type Parsed, parseValue } from '../core/input.ts';
import { isMap, type Json, type JsonObject, parseJson } from '../core/json.ts';
import type { Request } from '../core/route.ts';
import { accepted, type Refusal, refused, type Reply } from './envelope.ts';

type Input<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** The parsed body, or 422. */
export function bodyAs<S extends z.ZodType>(request: Request, shape: S): Input<z.output<S>> {
  return orRefusal(parseBody(request, shape));
}

/**
 * The parsed query, or 422. Unknown parameters are ignored.
 *
 * @param lists parameters that can be repeated; of the others, the last value is used
 */
export function queryAs<S extends z.ZodType>(
  request: Request,
  shape: S,
  lists: readonly string[] = [],
): Input<z.output<S>> {
  const names = new Set(request.query.keys());
  const values = [...names].map((name) => {
    const all = request.query.getAll(name);
    return [name, lists.includes(name) ? all : all.at(-1)] as const;
  });
  return orRefusal(parseValue(Object.fromEntries(values), shape));
}

/** A whole number in a query. Source: each list documents its limits; out of range is VALIDATION (documented). */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most));
}

type Limits = {
  readonly most: number;
  /** The default `limit`. Absent: 25. */
  readonly usual?: number;
  /** Whether a malformed cursor returns the first page. */
  readonly lenient?: boolean;
};

/**
 * One page of a list. A cursor that is malformed or from a different list is refused, or ignored in lenient lists.
 *
 * Source: docs/api/getting-started/common-patterns; docs/api/reference/sdk-apps/list-sdk-apps and
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

function orRefusal<T>(parsed: Parsed<T>): Input<T> {
  if (parsed.ok) return parsed;
  return { ok: false, refusal: refused('VALIDATION', parsed.message, parsed.details) };
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
