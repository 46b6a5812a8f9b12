import type { z } from 'zod';
import type { Json } from '../core/json.ts';
import type { Request } from '../core/route.ts';
import { invalid, type Reply } from './envelope.ts';
import type { State, TikTokToken } from './world.ts';

export type Call = { readonly state: State; readonly token: TikTokToken };

export type Route = {
  readonly method: 'GET' | 'POST';
  /** Ends in a slash, like every path of TikTok. */
  readonly path: string;
  /** The token needs at least one. */
  readonly scopes: readonly number[];
  /** Parses the request. The result is called once the scope is checked. */
  readonly read: (request: Request) => ((call: Call) => Reply) | { readonly refusal: Reply };
  /** Leaves out members that are null. Source: pop_resp_nullvalue in the SDK's yml_files (inferred meaning). */
  readonly dropsNulls?: true;
  /** The Events API: has its own tokens and its own form of failure. */
  readonly events?: true;
};

export type OpenRoute = Pick<Route, 'method' | 'path'> & { readonly reply: (request: Request, state: State) => Reply };

/** A route whose query has a shape. Unknown parameters are ignored (inferred). */
export function readRoute<S extends z.ZodType>(
  path: string,
  scopes: readonly number[],
  shape: S,
  reply: (query: z.output<S>, call: Call) => Reply,
): Route {
  return routeOf('GET', path, scopes, ({ query }) => parsedAs(Object.fromEntries(query), shape), reply);
}

/** A route whose JSON body has a shape. Unknown members are ignored (inferred). */
export function writeRoute<S extends z.ZodType>(
  path: string,
  scopes: readonly number[],
  shape: S,
  reply: (body: z.output<S>, call: Call) => Reply,
): Route {
  return routeOf('POST', path, scopes, (request) => bodyAs(request, shape), reply);
}

/** A body of that shape, or 40002 (documented for wrong parameters; inferred for an invalid JSON body). */
export function bodyAs<S extends z.ZodType>({ body }: Request, shape: S): Parsed<z.output<S>> {
  if (body.kind === 'malformed') return { ok: false, refusal: invalid(body.why) };
  return parsedAs(body.kind === 'json' ? body.value : {}, shape);
}

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Reply };

function routeOf<T>(
  method: Route['method'],
  path: string,
  scopes: readonly number[],
  parse: (request: Request) => Parsed<T>,
  reply: (given: T, call: Call) => Reply,
): Route {
  const read: Route['read'] = (request) => {
    const given = parse(request);
    return given.ok ? (call) => reply(given.value, call) : { refusal: given.refusal };
  };
  return { method, path: `/open_api/v1.3${path}`, scopes, read };
}

function parsedAs<S extends z.ZodType>(given: Json, shape: S): Parsed<z.output<S>> {
  const { success, data, error } = shape.safeParse(given);
  return success ? { ok: true, value: data } : { ok: false, refusal: parameterFault(error, given) };
}

/** Both messages were observed by third parties. */
function parameterFault(error: z.ZodError, given: unknown): Reply {
  const missing = error.issues.filter(({ path }) => path.length > 0 && valueAt(given, path) === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ path }) => path.map(String).join('.'));
    return invalid(`Missing required field(s): ${names.join(', ')}.`);
  }
  const [first] = error.issues;
  const place = first?.path.map(String).join('.') || 'request';
  return invalid(`Invalid value for ${place}: ${first?.message ?? 'wrong'}.`);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    // Only a map or a list has members.
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}
