import { isMap, type Json, type JsonObject } from '../core/json.ts';
import type { Answer } from '../core/route.ts';
import type { World } from './world.ts';

/** Reply of a Layers route, without the envelope. */
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
      readonly headers?: Readonly<Record<string, string>>;
    };

export type Refusal = Extract<Reply, { ok: false }>;

/**
 * HTTP status by code.
 *
 * Source, also of the envelope and the format of request ids: docs/api/operational/errors (documented). The statuses of
 * `AUTHORITY_DENIED`, `PLATFORM_REJECTED` and `RETURN_URL_NOT_ALLOWED`, and `INTERNAL`, are inferred. The last two
 * belong to the sandbox's config endpoint, which Layers does not document.
 */
const STATUSES = {
  UNAUTHENTICATED: 401,
  FORBIDDEN_SCOPE: 403,
  FORBIDDEN_FENCE: 403,
  AUTHORITY_DENIED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  VALIDATION: 422,
  PLATFORM_REJECTED: 422,
  RETURN_URL_NOT_ALLOWED: 422,
  RATE_LIMITED: 429,
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

/** 201: a resource was created. */
export function created(body: JsonObject): Reply {
  return { ok: true, status: 201, body };
}

/** 202: a job was started or the request was accepted. */
export function started(body: JsonObject): Reply {
  return { ok: true, status: 202, body };
}

/** The same for absent resources and those of other organizations, because existence is hidden. */
export function notFound(what: string): Refusal {
  return refused('NOT_FOUND', `There is no such ${what}.`);
}

/** Source: docs/api/operational/rate-limits (documented). */
export type EndpointClass = 'read-light' | 'write-light' | 'long-running';

/**
 * Puts a reply in Layers' envelope. Every answer has the request id in a header; refusals also in the body
 * (documented).
 *
 * @param world absent: no extra members are added, because the body is a user's document
 */
export function envelope(reply: Reply, requestId: string, endpointClass: EndpointClass, world?: World): Answer {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': requestId,
    'X-RateLimit-Endpoint-Class': endpointClass,
  };
  const extra = (body: JsonObject) => (world?.switches.extraMembers === true ? withExtras(body) : body);
  // 304 has no body (RFC 9110), so it has no content type.
  if (reply.ok && reply.status === 304) {
    const { 'content-type': _, ...bare } = headers;
    return { status: 304, headers: { ...bare, ...reply.headers }, text: '' };
  }
  if (reply.ok)
    return { status: reply.status, headers: { ...headers, ...reply.headers }, text: JSON.stringify(extra(reply.body)) };
  const { code, message, details } = reply;
  const error = { code, message, requestId, ...(details === undefined ? {} : { details }) };
  return {
    status: statusOf(reply, world),
    headers: { ...headers, ...reply.headers },
    text: JSON.stringify(extra({ error })),
    code,
  };
}

/** Two statuses are uncertain, so they are switches. */
function statusOf({ code, status }: Refusal, world: World | undefined): number {
  if (code === 'VALIDATION' && world?.switches.validationStatus === '400') return 400;
  return code === 'AUTHORITY_DENIED' && world !== undefined ? Number(world.switches.deniedStatus) : status;
}

/** Request ids count up. Their format is documented by samples. */
export function requestIdOf(count: number): string {
  return `req_01J${String(count).padStart(23, '0')}`;
}

/**
 * New members can appear at any time. Source: docs/api/operational/versioning (documented). `metadata` belongs to the
 * user and is returned as written.
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
