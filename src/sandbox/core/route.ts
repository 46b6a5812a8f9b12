import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from './json.ts';

/** A request as received, with its body parsed. */
export type Request = {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
};

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'malformed'; readonly text: string; readonly why: string };

/** An answer, exactly as sent. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The API's own code: a string at Layers, a number at TikTok. */
  readonly code?: number | string;
  /** Whether it repeats the answer to an earlier request with the same idempotency key. */
  readonly replayed?: boolean;
};

export type Params = Readonly<Record<string, string>>;

type Pattern = { readonly method: string; readonly path: string };

/** The route for a method and a path. `:name` in a pattern matches one segment that is not empty. */
export function findRoute<R extends Pattern>(
  routes: readonly R[],
  method: string,
  path: string,
): { readonly route: R; readonly params: Params } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = paramsOf(route.path, path);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function paramsOf(pattern: string, path: string): Params | undefined {
  const patternSegments = pattern.split('/');
  const segments = path.split('/');
  if (patternSegments.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of patternSegments.entries()) {
    const text = decoded(segments[index] ?? '');
    if (segment.startsWith(':') && text !== undefined && text !== '') params[segment.slice(1)] = text;
    else if (segment !== segments[index]) return undefined;
  }
  return params;
}

/** `undefined` if the percent-encoding is invalid. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** Whether a text matches a pattern in which `*` matches any text, including none. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}
