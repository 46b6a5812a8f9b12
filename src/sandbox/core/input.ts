import type { z } from 'zod';
import type { JsonObject } from './json.ts';
import type { Request } from './route.ts';

/** A value of some shape, or the reason why it has a different one. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly details?: JsonObject };

export function parseBody<S extends z.ZodType>({ body }: Request, shape: S): Parsed<z.output<S>> {
  if (body.kind === 'malformed') return { ok: false, message: body.why };
  return parseValue(body.kind === 'json' ? body.value : undefined, shape);
}

/** @param name names the whole value in messages */
export function parseValue<S extends z.ZodType>(value: unknown, shape: S, name = 'request'): Parsed<z.output<S>> {
  const result = shape.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const first = issues[0];
  return { ok: false, message: `${first?.path || name}: ${first?.message}`, details: { issues } };
}
