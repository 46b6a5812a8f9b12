import { z } from 'zod';
import type { Request } from '../route.ts';
import type { State } from '../state.ts';
import { declined, PARAMETER_ERROR, PERMISSION_ERROR, type Reply } from './envelope.ts';
import type { Advertiser, TikTokToken } from './world.ts';

/** A request that a token may make. */
export type Call = { readonly state: State; readonly token: TikTokToken };

export type Route = {
  readonly method: 'GET' | 'POST';
  /** Ends in a slash, as every path of TikTok does. */
  readonly path: string;
  /** The token needs one of these. */
  readonly scopes: readonly number[];
  /** Reads the request. What it answers is tried only after the scope was looked at. */
  readonly read: (request: Request) => ((call: Call) => Reply) | { readonly refusal: Reply };
};

/** A route whose query has a shape. Parameters that it does not name are ignored (inferred). */
export function readRoute<S extends z.ZodType>(
  path: string,
  scopes: readonly number[],
  shape: S,
  reply: (query: z.output<S>, call: Call) => Reply,
): Route {
  return {
    method: 'GET',
    path: `/open_api/v1.3${path}`,
    scopes,
    read: ({ query }) => {
      const checked = shape.safeParse(Object.fromEntries(query));
      if (!checked.success) return { refusal: parameterFault(checked.error, query) };
      return (call) => reply(checked.data, call);
    },
  };
}

/** Both messages were observed by third parties. */
function parameterFault(error: z.ZodError, query: URLSearchParams): Reply {
  const names = error.issues.map(({ path }) => String(path[0] ?? 'request'));
  const missing = names.filter((name) => !query.has(name));
  if (missing.length > 0) return declined(PARAMETER_ERROR, `Missing required field(s): ${missing.join(', ')}.`);
  return declined(PARAMETER_ERROR, `Invalid value for ${names[0]}: ${error.issues[0]?.message}.`);
}

/** Digits as text. Source: ids are strings in v1.3 (documented); others are a parameter error (inferred). */
export const id = z.string().regex(/^\d{1,20}$/, 'not a string of digits');

/** Lists and maps stand in a query as JSON text (documented). Numbers in it stay numbers, so an id without quotes is refused. */
export function jsonText<S extends z.ZodType>(shape: S) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not valid JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** A whole number between two. Source: "page_size" of each endpoint (documented); 40002 beyond it is inferred. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most));
}

export const page = wholeNumber(1, 999_999_999).optional();

/** One page and what TikTok says about it. A page beyond the end is empty (inferred). */
export function pageOf<T>(items: readonly T[], number: number, size: number) {
  return {
    items: items.slice((number - 1) * size, number * size),
    info: { page: number, page_size: size, total_number: items.length, total_page: Math.ceil(items.length / size) },
  };
}

/**
 * The ad accounts, or the refusal of all of them: one that the token cannot read fails the whole call, and the
 * message names it (observed by third parties).
 */
export function advertisersFor(
  ids: readonly string[],
  { state, token }: Call,
): readonly Advertiser[] | { readonly refusal: Reply } {
  const found: Advertiser[] = [];
  for (const wanted of ids) {
    const advertiser = state.world.tiktok.advertisers.find((candidate) => candidate.id === wanted);
    if (advertiser === undefined) {
      return { refusal: declined(PERMISSION_ERROR, `advertiser ${wanted} doesn't exist or has been deleted.`) };
    }
    if (!token.advertisers.includes(wanted)) {
      return { refusal: declined(PERMISSION_ERROR, `You don't have permission to operate advertiser ${wanted}.`) };
    }
    found.push(advertiser);
  }
  return found;
}
