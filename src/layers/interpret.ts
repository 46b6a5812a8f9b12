import { z } from 'zod';
import { type ApiResponse, requestedDelay, type Sanitize, type Verdict } from '../http/index.ts';
import type { Problem, ProblemCode } from '../model/index.ts';

/** A denial's reason is in `details`, or next to it (inferred). */
const Reasons = z
  .object({ reason: z.string().min(1).optional().catch(undefined) })
  .optional()
  .catch(undefined);

/** Source: developers.layers.com docs/api/operational/errors (documented). */
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
export function interpret(response: ApiResponse, what: string, sanitize: Sanitize): Verdict {
  if (response.status >= 200 && response.status < 300) return interpretSuccess(response, what);
  const error = errorOf(response);
  const problem = problemOf(response.status, error, what, sanitize);
  if (isRetryable(response.status, error?.code)) {
    const kind = response.status === 429 ? 'busy' : 'unclear';
    return { verdict: 'retry', reason: { kind, ...requestedDelay(response) }, problem };
  }
  return { verdict: 'refused', problem, ...(error && { code: error.code }) };
}

function interpretSuccess({ body }: ApiResponse, what: string): Verdict {
  switch (body.form) {
    case 'json':
      return { verdict: 'accepted', data: body.value };
    // The response to a write may be empty; a read then fails the check of its shape.
    case 'empty':
      return { verdict: 'accepted', data: undefined };
    case 'broken': {
      const problem = unreadable(`Layers answered ${what} with incomplete or invalid JSON.`);
      return { verdict: 'retry', reason: { kind: 'unclear' }, problem };
    }
    case 'deep':
      return { verdict: 'refused', problem: unreadable(`Layers answered ${what} with JSON that is nested too deep.`) };
    case 'other':
      return { verdict: 'refused', problem: unreadable(`Layers answered ${what} with something other than JSON.`) };
    default:
      return body satisfies never;
  }
}

type ErrorBody = {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly reason: string | undefined;
};

function errorOf(response: ApiResponse): ErrorBody | undefined {
  const envelope = Envelope.safeParse(response.body.form === 'json' ? response.body.value : undefined);
  if (!envelope.success) return undefined;
  const { code, message, requestId, details, reason } = envelope.data.error;
  const id = requestId ?? response.header('x-request-id') ?? 'unknown';
  return { code, message, requestId: id, reason: details?.reason ?? reason };
}

/**
 * A retry does not help, whatever the status. A suspended key gets 503; the status of the others is unknown.
 *
 * Source: developers.layers.com docs/api/reference/api-keys/kill, docs/api/concepts/ads-write-model,
 * docs/api/reference/ads/patch-campaign-budget (documented).
 */
const FINAL: ReadonlySet<string> = new Set(['KILL_SWITCH', 'AUTHORITY_DENIED', 'PLATFORM_REJECTED']);

function isRetryable(status: number, code: string | undefined): boolean {
  return status === 429 || status === 408 || (status >= 500 && !FINAL.has(code ?? ''));
}

function problemOf(status: number, error: ErrorBody | undefined, what: string, sanitize: Sanitize): Problem {
  return { ...meaningOf(status, error, what, sanitize), status: String(status) };
}

function meaningOf(status: number, error: ErrorBody | undefined, what: string, sanitize: Sanitize): Problem {
  const detail =
    error &&
    `${sanitize(error.message)} (HTTP ${status} ${sanitize(error.code)}, request ${sanitize(error.requestId)})`;
  const because = detail === undefined ? ` with HTTP ${status}.` : `: ${detail}.`;
  if (error?.code === 'AUTHORITY_DENIED') return denied(what, error.reason, because, sanitize);
  if (error?.code === 'PLATFORM_REJECTED') {
    return problem('api/refused', `The ad platform rejected ${what}${because}`);
  }
  switch (status) {
    case 401:
      return problem('api/unauthenticated', `Layers does not accept the API key for ${what}${because}`, REMEDY.key);
    case 403:
      return error?.code === 'FORBIDDEN_SCOPE'
        ? problem('api/forbidden', `The API key lacks a scope for ${what}${because}`, REMEDY.scope)
        : problem('api/refused', `Layers refused ${what}${because}`);
    // Without the error body, the 404 comes from a proxy or a different server and proves nothing.
    case 404:
      return error === undefined
        ? unreadable(`${what} was answered with HTTP 404, but not by Layers.`)
        : problem('api/not-found', `Layers has nothing at ${what}${because}`);
    case 409:
      return problem('api/conflict', `Layers refused ${what}, because it conflicts with the current state${because}`);
    case 412:
      return problem('apply/stale', `${what} was not carried out, because the object changed meanwhile${because}`);
    case 429:
      return problem(
        'api/rate-limited',
        `Layers limits the rate of requests and refused ${what}${because}`,
        REMEDY.rate,
      );
    case 503:
      if (error?.code === 'KILL_SWITCH') {
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
  // Validation errors are 400 on some pages and 422 on others.
  return isRetryable(status, error?.code)
    ? problem('api/unreachable', `Layers could not answer ${what}${because}`, 'Run it again later.')
    : problem('api/refused', `Layers refused ${what}${because}`);
}

const REMEDY = {
  key: 'Set the environment variable for the Layers API key to a key that is valid at this origin.',
  scope: 'Give the key the scope that Layers names, or use a different key.',
  rate: 'Run it again later, with fewer layers at a time, or ask Layers for a higher tier.',
  suspended:
    'Ask an admin of the organization to lift the kill switch in the Layers dashboard, or use a different key.',
} as const;

function problem(code: ProblemCode, message: string, remedy?: string): Problem {
  return { code, message, ...(remedy !== undefined && { remedy }) };
}

function unreadable(message: string): Problem {
  return problem('api/unreadable', message, 'Check the origin of Layers in the settings, and any proxy in between.');
}

type Denial = { readonly because: string; readonly remedy: string };

/**
 * Reasons of the write gate, by reason code.
 *
 * Source: developers.layers.com docs/api/concepts/ads-write-model (documented, with its code),
 * docs/api/reference/ads/patch-defaults (kill switch) and docs/api/guides/run-ads-as-partner (consent; both documented,
 * codes inferred).
 */
const DENIALS: ReadonlyMap<string, Denial> = new Map([
  [
    'authority_axis_off',
    {
      because: 'because the authority that covers it is off, for this campaign or for its layer',
      remedy:
        'Ask the customer to set the authority to draft or auto in the Layers dashboard (`structural` for pausing and resuming). The setting of a campaign overrides that of its layer.',
    },
  ],
  [
    'layer_kill_switch',
    {
      because: 'because the kill switch of the layer is on',
      remedy: 'Ask the customer to turn off the kill switch of the layer in the Layers dashboard.',
    },
  ],
  [
    'partner_writes_not_consented',
    {
      because: 'because the customer has not consented to writes by partners on this layer',
      remedy: 'Ask the customer to consent to partner writes in the Layers dashboard, once per project layer.',
    },
  ],
]);

const UNKNOWN_REASON_REMEDY =
  'Ask the customer to check three settings of this layer in the Layers dashboard: the consent to partner writes, the kill switch, and the authority (`structural` for pausing and resuming), which must be draft or auto.';

/**
 * The remedy names who can change the setting, and where.
 *
 * @param detail the end of the message, with the text of Layers
 */
function denied(what: string, reason: string | undefined, detail: string, sanitize: Sanitize): Problem {
  const known = reason === undefined ? undefined : DENIALS.get(reason);
  return {
    code: 'api/denied',
    message: `The write gate of Layers refused ${what}, ${known?.because ?? unknownReason(reason, sanitize)}${detail}`,
    remedy: known?.remedy ?? UNKNOWN_REASON_REMEDY,
  };
}

function unknownReason(reason: string | undefined, sanitize: Sanitize): string {
  return reason === undefined ? 'and gave no reason' : `with the reason ${sanitize(reason)}`;
}
