import { z } from 'zod';
import { type ApiResponse, retryAfter, type Sanitize, type Verdict } from '../http/index.ts';
import type { Problem, ProblemCode } from '../model/index.ts';
import { denied } from './denied.ts';

/** The position of a denial's reason is not documented: in `details`, or next to it (inferred). */
const Reasons = z
  .object({ reason: z.string().min(1).optional().catch(undefined) })
  .optional()
  .catch(undefined);

/**
 * The body of every refusal by Layers.
 *
 * Source: developers.layers.com docs/api/operational/errors (documented).
 */
const Envelope = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().catch(''),
    requestId: z.string().optional().catch(undefined),
    details: Reasons,
    reason: z.string().min(1).optional().catch(undefined),
  }),
});

/** `what` names the request, for messages. */
export function interpret(reply: ApiResponse, what: string, sanitize: Sanitize): Verdict {
  if (reply.status >= 200 && reply.status < 300) return accepted(reply, what);
  const said = errorOf(reply);
  const problem = problemOf(reply.status, said, what, sanitize);
  if (isTrouble(reply.status, said?.code)) {
    const wait = retryAfter(reply);
    const kind = reply.status === 429 ? 'busy' : 'unclear';
    return { verdict: 'trouble', trouble: { kind, ...(wait !== undefined && { retryAfter: wait }) }, problem };
  }
  return { verdict: 'refused', problem, ...(said && { code: said.code }) };
}

function accepted(reply: ApiResponse, what: string): Verdict {
  switch (reply.body.form) {
    case 'json':
      return { verdict: 'accepted', data: reply.body.value };
    // The answer to a write may be empty. A read with an empty answer fails when its shape is checked.
    case 'empty':
      return { verdict: 'accepted', data: undefined };
    case 'broken': {
      const problem = unreadable(`Layers answered ${what} with JSON that breaks off or is wrong.`);
      return { verdict: 'trouble', trouble: { kind: 'unclear' }, problem };
    }
    case 'deep':
      return {
        verdict: 'refused',
        problem: unreadable(`Layers answered ${what} with JSON that is nested deeper than reconcile reads.`),
      };
    case 'other':
      return { verdict: 'refused', problem: unreadable(`Layers answered ${what} with something that is not JSON.`) };
    default:
      return reply.body satisfies never;
  }
}

type ErrorBody = {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly reason: string | undefined;
};

function errorOf(reply: ApiResponse): ErrorBody | undefined {
  const envelope = Envelope.safeParse(reply.body.form === 'json' ? reply.body.value : undefined);
  if (!envelope.success) return undefined;
  const { code, message, requestId, details, reason } = envelope.data.error;
  const id = requestId ?? reply.header('x-request-id') ?? 'unknown';
  return { code, message, requestId: id, reason: details?.reason ?? reason };
}

/**
 * Refusals that a retry does not change, whatever their status. A suspended key gets 503; the status of the other two
 * is not documented.
 *
 * Source: developers.layers.com docs/api/reference/api-keys/kill, docs/api/concepts/ads-write-model,
 * docs/api/reference/ads/patch-campaign-budget (documented).
 */
const FINAL: ReadonlySet<string> = new Set(['KILL_SWITCH', 'AUTHORITY_DENIED', 'PLATFORM_REJECTED']);

function isTrouble(status: number, code: string | undefined): boolean {
  return status === 429 || status === 408 || (status >= 500 && !FINAL.has(code ?? ''));
}

function problemOf(status: number, said: ErrorBody | undefined, what: string, sanitize: Sanitize): Problem {
  return { ...meaningOf(status, said, what, sanitize), status: String(status) };
}

function meaningOf(status: number, said: ErrorBody | undefined, what: string, sanitize: Sanitize): Problem {
  const detail =
    said && `${sanitize(said.message)} (HTTP ${status} ${sanitize(said.code)}, request ${sanitize(said.requestId)})`;
  const because = detail === undefined ? ` with HTTP ${status}.` : `: ${detail}.`;
  if (said?.code === 'AUTHORITY_DENIED') return denied(what, said.reason, because, sanitize);
  if (said?.code === 'PLATFORM_REJECTED') {
    return problem('api/refused', `The ad platform does not take what ${what} asks for${because}`);
  }
  switch (status) {
    case 401:
      return problem('api/unauthenticated', `Layers does not accept the API key for ${what}${because}`, REMEDY.key);
    case 403:
      return said?.code === 'FORBIDDEN_SCOPE'
        ? problem('api/forbidden', `The API key lacks a scope for ${what}${because}`, REMEDY.scope)
        : problem('api/refused', `Layers refused ${what}${because}`);
    // Without the error body of Layers, the 404 comes from a proxy or a different server, so it proves nothing about
    // layers.
    case 404:
      return said === undefined
        ? unreadable(`${what} was answered with HTTP 404 by something that does not speak like Layers.`)
        : problem('api/not-found', `Layers has nothing at ${what}${because}`);
    case 409:
      return problem('api/conflict', `Layers refused ${what} because of what is there now${because}`);
    case 412:
      return problem('apply/stale', `What ${what} would change was changed by somebody else${because}`);
    case 429:
      return problem(
        'api/rate-limited',
        `Layers limits the rate of requests and refused ${what}${because}`,
        REMEDY.rate,
      );
    case 503:
      if (said?.code === 'KILL_SWITCH') {
        return problem(
          'api/suspended',
          `Layers suspended this API key or its organization${because}`,
          REMEDY.suspended,
        );
      }
      break;
    default:
      break;
  }
  // For a validation error some pages document 400, others 422. Both mean that the request was refused.
  return isTrouble(status, said?.code)
    ? problem('api/unreachable', `Layers could not answer ${what}${because}`, 'Run it again later.')
    : problem('api/refused', `Layers refused ${what}${because}`);
}

const REMEDY = {
  key: 'Set the environment variable for the Layers API key to a key that is valid at this origin.',
  scope: 'Give the key the scope that Layers names, or use another key.',
  rate: 'Run it again later, with fewer layers at a time, or ask Layers for a higher tier.',
  suspended: 'Ask an admin of the organization to lift the kill switch in the Layers dashboard, or use another key.',
} as const;

function problem(code: ProblemCode, message: string, remedy?: string): Problem {
  return { code, message, ...(remedy !== undefined && { remedy }) };
}

function unreadable(message: string): Problem {
  return problem('api/unreadable', message, 'Check the origin of Layers in the settings, and what stands in between.');
}
