import { z } from 'zod';
import { parseBody, type Parsed, parseValue } from '../core/input.ts';
import type { Request } from '../core/route.ts';
import { type Refusal, refused } from './envelope.ts';

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

function orRefusal<T>(parsed: Parsed<T>): Input<T> {
  if (parsed.ok) return parsed;
  return { ok: false, refusal: refused('VALIDATION', parsed.message, parsed.details) };
}
