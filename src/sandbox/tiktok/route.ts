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
  return {
    method: 'GET',
    path: `/open_api/v1.3${path}`,
    scopes,
    read: ({ query }) => {
      const given = Object.fromEntries(query);
      const checked = shape.safeParse(given);
      if (!checked.success) return { refusal: parameterFault(checked.error, given) };
      return (call) => reply(checked.data, call);
    },
  };
}

/** A route whose JSON body has a shape. Unknown members are ignored (inferred). */
export function writeRoute<S extends z.ZodType>(
  path: string,
  scopes: readonly number[],
  shape: S,
  reply: (body: z.output<S>, call: Call) => Reply,
): Route {
  return {
    method: 'POST',
    path: `/open_api/v1.3${path}`,
    scopes,
    read: (request) => {
      const body = bodyAs(request, shape);
      return body.ok ? (call) => reply(body.value, call) : { refusal: body.refusal };
    },
  };
}

/** A body of that shape, or 40002 (documented for wrong parameters; inferred for an invalid JSON body). */
export function bodyAs<S extends z.ZodType>(
  { body }: Request,
  shape: S,
): { readonly ok: true; readonly value: z.output<S> } | { readonly ok: false; readonly refusal: Reply } {
  if (body.kind === 'malformed') return { ok: false, refusal: invalid(body.why) };
  const given: Json = body.kind === 'json' ? body.value : {};
  const checked = shape.safeParse(given);
  return checked.success
    ? { ok: true, value: checked.data }
    : { ok: false, refusal: parameterFault(checked.error, given) };
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
