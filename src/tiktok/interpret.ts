import { z } from 'zod';
import { type ApiResponse, requestedDelay, type RetryReason, type Sanitize, type Verdict } from '../http/index.ts';
import type { Problem, ProblemCode } from '../model/index.ts';

/**
 * A `code` other than 0 is a refusal, whatever the HTTP status.
 *
 * Source: API for Business v1.3 (documented); `data` is missing in some refusals (second-hand).
 */
const Envelope = z.object({
  code: z.number(),
  message: z.string().catch(''),
  request_id: z.string().optional().catch(undefined),
  data: z.unknown().optional(),
});

type Envelope = z.output<typeof Envelope>;

const ACCEPTED = 0;

export function interpret(response: ApiResponse, what: string, sanitize: Sanitize): Verdict {
  const envelope = Envelope.safeParse(response.body.form === 'json' ? response.body.value : undefined);
  return envelope.success ? interpretEnvelope(envelope.data, what, sanitize) : interpretOther(response, what);
}

function interpretEnvelope(
  { code, message, request_id: id, data }: Envelope,
  what: string,
  sanitize: Sanitize,
): Verdict {
  if (code === ACCEPTED) return { verdict: 'accepted', data };
  const kind = classOf(code, message);
  const detail = `${sanitize(message)} (code ${code}, request ${sanitize(id ?? 'unknown')})`;
  const problem = problemOf(kind, what, detail, code);
  const reason = RETRY_REASONS[kind];
  if (reason !== undefined) return { verdict: 'retry', reason, problem };
  return { verdict: 'refused', problem, code: String(code), rawMessage: message };
}

/** No envelope: a network fault, or a different server. */
function interpretOther(response: ApiResponse, what: string): Verdict {
  const { status, body } = response;
  if (status === 429) {
    const reason: RetryReason = { kind: 'busy', ...requestedDelay(response) };
    return { verdict: 'retry', reason, problem: problemOf('throttle', what, `HTTP ${status}`, status) };
  }
  if (status >= 500 || status === 408) {
    const problem = problemOf('transient', what, `HTTP ${status}`, status);
    return { verdict: 'retry', reason: { kind: 'unclear' }, problem };
  }
  const problem: Problem = {
    code: 'api/unreadable',
    message: `TikTok answered ${what} in an undocumented form (HTTP ${status}).`,
    remedy: 'Check the origin of TikTok in the settings, and any proxy in between.',
  };
  // Cut off; the next one may be complete.
  if (body.form === 'broken') return { verdict: 'retry', reason: { kind: 'unclear' }, problem };
  return { verdict: 'refused', problem };
}

/**
 * All rate limits share a code. The limit per second ends after 1 to 2 s. A repeated code means the limit per minute
 * (five minutes) or per day, too long for a silent wait.
 *
 * Source: rate limits (second-hand); the distinction is inferred.
 */
const RETRY_REASONS: Readonly<Partial<Record<CodeClass, RetryReason>>> = {
  throttle: { kind: 'busy', maxAttempts: 2 },
  transient: { kind: 'unclear' },
  'maybe-transient': { kind: 'unclear', maxAttempts: 2 },
};

const MEANING: Readonly<Record<CodeClass, readonly [ProblemCode, string, string?]>> = {
  throttle: [
    'api/rate-limited',
    'TikTok limits the rate of requests and refused',
    'Run it again after five minutes (limit per minute) or after 00:00 UTC (limit per day). All tokens of a developer app share these limits.',
  ],
  transient: ['api/unreachable', 'TikTok could not answer', 'Run it again in five minutes.'],
  'maybe-transient': ['api/refused', 'TikTok refused'],
  authentication: [
    'api/unauthenticated',
    'TikTok does not accept the access token for',
    'Authorise the developer app again, and set the environment variable for the TikTok token to the new token.',
  ],
  permission: [
    'api/forbidden',
    'The TikTok token lacks a permission for',
    'Grant the scope and the ad account to the developer app, or use a token that has both.',
  ],
  'not-found': ['api/not-found', 'TikTok did not find the object of'],
  partial: ['api/unreadable', 'TikTok returned only a part of', 'Run it again later.'],
  caller: ['api/refused', 'TikTok refused'],
};

function problemOf(kind: CodeClass, what: string, detail: string, status: number): Problem {
  const [code, sentence, remedy] = MEANING[kind];
  const message = `${sentence} ${what}: ${detail}.`;
  return { code, message, ...(remedy !== undefined && { remedy }), status: String(status) };
}

type CodeClass =
  | 'throttle'
  | 'transient'
  /** For wrong parameters and transient faults: worth one retry. */
  | 'maybe-transient'
  | 'authentication'
  | 'permission'
  | 'not-found'
  | 'partial'
  | 'caller';

/** Source: SDK python_sdk tiktok_code.py (documented); meanings: return codes (second-hand). */
const CLASSES: Readonly<Partial<Record<CodeClass, readonly number[]>>> = {
  throttle: [40016, 40100, 40132, 40133, 51021, 61000],
  transient: [40202, 50000, 50002, 60001],
  'maybe-transient': [40700],
  authentication: [40101, 40102, 40103, 40104, 40105, 40106, 40107, 40108, 40110, 40113, 40114, 40115, 40309],
  permission: [40001, 40003, 40117, 40118, 40119, 40124, 40125, 40130, 40131, 40301],
  'not-found': [40007, 40300, 40302],
  partial: [20001],
};

const CLASS_BY_CODE: ReadonlyMap<number, CodeClass> = new Map(
  // `Object.entries` loses the type of the keys.
  (Object.entries(CLASSES) as [CodeClass, readonly number[]][]).flatMap(([kind, codes]) =>
    codes.map((code): [number, CodeClass] => [code, kind]),
  ),
);

function classOf(code: number, message: string): CodeClass {
  const known = CLASS_BY_CODE.get(code);
  if (known !== undefined) return known;
  // Services behind the gateway: 51000 RPC, 52000 data stores.
  if (code >= 51_000 && code <= 52_999) return 'transient';
  // Wrong parameters share their code with a missing permission (second-hand).
  if (/don't have permission/i.test(message)) return 'permission';
  return 'caller';
}
