import type { z } from 'zod';
import { parseBody } from '../core/input.ts';
import type { JsonObject } from '../core/json.ts';
import type { Answer, Request } from '../core/route.ts';

/** Reply of an admin route, without the envelope. */
export type Reply = { readonly ok: true; readonly body: JsonObject } | Refusal;

export type Refusal = {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details?: JsonObject;
};

const STATUSES = { NOT_FOUND: 404, CONFLICT: 409, VALIDATION: 422, INTERNAL: 500 } as const;

export function accepted(body: JsonObject): Reply {
  return { ok: true, body };
}

export function refused(code: keyof typeof STATUSES, message: string, details?: JsonObject): Refusal {
  return { ok: false, status: STATUSES[code], code, message, ...(details === undefined ? {} : { details }) };
}

export function notFound(what: string): Refusal {
  return refused('NOT_FOUND', `There is no such ${what}.`);
}

export function bodyAs<S extends z.ZodType>(
  request: Request,
  shape: S,
): { readonly ok: true; readonly value: z.output<S> } | { readonly ok: false; readonly refusal: Refusal } {
  const body = parseBody(request, shape);
  return body.ok ? body : { ok: false, refusal: refused('VALIDATION', body.message, body.details) };
}

/** @param requests number of requests received. The request id is derived from it. */
export function envelope(reply: Reply, requests: number): Answer {
  const requestId = `req_01J${String(requests).padStart(23, '0')}`;
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId };
  if (reply.ok) return { status: 200, headers, text: JSON.stringify(reply.body) };
  const { status, code, message, details } = reply;
  const error = { code, message, requestId, ...(details === undefined ? {} : { details }) };
  return { status, headers, text: JSON.stringify({ error }), code };
}
