import { isMap, type Json, type JsonObject } from '../json.ts';
import type { Answer } from '../route.ts';
import type { World } from '../world.ts';

/** What a route of Layers says, before it is put in its envelope. */
export type Reply =
  | {
      readonly ok: true;
      readonly status: number;
      readonly body: JsonObject;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: Code;
      readonly message: string;
      readonly details?: JsonObject;
    };

export type Refusal = Extract<Reply, { ok: false }>;

/**
 * The codes with their HTTP statuses.
 *
 * Source: developers.layers.com docs/api/operational/errors (documented). `INTERNAL` is inferred. The last two belong
 * to the sandbox's config endpoint, which Layers does not document.
 */
const STATUSES = {
  UNAUTHENTICATED: 401,
  FORBIDDEN_SCOPE: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  VALIDATION: 422,
  KILL_SWITCH: 503,
  INTERNAL: 500,
  PRECONDITION_FAILED: 412,
  PRECONDITION_REQUIRED: 428,
} as const;

export type Code = keyof typeof STATUSES;

export function accepted(body: JsonObject, headers?: Readonly<Record<string, string>>): Reply {
  return { ok: true, status: 200, body, ...(headers === undefined ? {} : { headers }) };
}

export function refused(code: Code, message: string, details?: JsonObject): Refusal {
  return { ok: false, status: STATUSES[code], code, message, ...(details === undefined ? {} : { details }) };
}

/** Absent and another organization's look the same: existence is hidden. */
export function notFound(what: string): Refusal {
  return refused('NOT_FOUND', `There is no such ${what}.`);
}

/** Source: developers.layers.com docs/api/operational/rate-limits (documented). */
export type EndpointClass = 'read-light' | 'write-light' | 'long-running';

/**
 * Puts a reply in Layers' envelope. The request id is in a header of every answer, and in the body of refusals.
 *
 * Source: developers.layers.com docs/api/operational/errors (documented).
 *
 * @param world absent: nothing is added to the answer, because the body belongs to a user
 */
export function envelope(reply: Reply, requestId: string, endpointClass: EndpointClass, world?: World): Answer {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': requestId,
    'X-RateLimit-Endpoint-Class': endpointClass,
  };
  const extra = (body: JsonObject) => (world?.switches.extraMembers === true ? withExtras(body) : body);
  if (reply.ok)
    return { status: reply.status, headers: { ...headers, ...reply.headers }, text: JSON.stringify(extra(reply.body)) };
  const { code, message, details } = reply;
  const error = { code, message, requestId, ...(details === undefined ? {} : { details }) };
  return { status: reply.status, headers, text: JSON.stringify(extra({ error })), code };
}

/** Request ids count up. Source: the form is that of the samples in docs/api/operational/errors (documented). */
export function requestIdOf(count: number): string {
  return `req_01J${String(count).padStart(23, '0')}`;
}

/**
 * Additive change is allowed at any time. Source: docs/api/operational/versioning (documented). `metadata` is a
 * user's own and comes back as it was written.
 */
function withExtras(value: Json): Json;
function withExtras(value: JsonObject): JsonObject;
function withExtras(value: Json): Json {
  if (Array.isArray(value)) return value.map((member: Json) => withExtras(member));
  if (!isMap(value)) return value;
  const members = Object.entries(value).map(([key, member]) => {
    return [key, key === 'metadata' ? member : withExtras(member)] as const;
  });
  return { ...Object.fromEntries(members), undocumentedMember: { since: 'tomorrow', list: [1, null] } };
}
