import { failedLayers } from '../layers/index.ts';
import type { Answer } from '../route.ts';
import type { State } from '../state.ts';
import { declined, envelope } from '../tiktok/envelope.ts';
import type { FaultKind } from './shape.ts';
import { shortened } from './short-page.ts';

/** Effect of a fault on one request. */
export type Play = {
  /** Whether the request takes effect. */
  readonly commits: boolean;
  /** Whether it is answered from the world before the last write. */
  readonly stale: boolean;
  /** The answer to send instead. Its argument is `undefined` if the request took no effect. */
  readonly answer: (real: Answer | undefined) => Answer | undefined;
  readonly delivery: Delivery;
};

/** How an answer is sent. */
export type Delivery =
  | { readonly kind: 'whole' | 'half' | 'never' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'drops'; readonly ms: number; readonly bytes: number };

const AS_EVER: Play = { commits: true, stale: false, answer: (real) => real, delivery: { kind: 'whole' } };

const HTML =
  '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n';

/** @param tiktok whether the request goes to TikTok */
export function playOf(fault: FaultKind | undefined, tiktok: boolean, state: State): Play {
  if (fault === undefined) return AS_EVER;
  switch (fault.kind) {
    case 'status':
      return { ...AS_EVER, commits: fault.commits, answer: () => otherAnswer(fault, tiktok, state) };
    case 'latency':
      return { ...AS_EVER, delivery: { kind: 'late', ms: fault.ms } };
    case 'reset-before':
      return { ...AS_EVER, commits: false, delivery: { kind: 'never' } };
    case 'reset-after':
      return { ...AS_EVER, delivery: { kind: 'never' } };
    case 'truncate':
      return { ...AS_EVER, delivery: { kind: 'half' } };
    case 'not-json':
      return {
        ...AS_EVER,
        commits: false,
        answer: () => ({ status: fault.status, headers: { 'content-type': 'text/html' }, text: HTML }),
      };
    case 'throttle':
      return { ...AS_EVER, commits: false, answer: () => tooMany(fault, tiktok, state) };
    case 'short-page':
      return { ...AS_EVER, answer: (real) => (real === undefined ? real : shortened(real, fault.missing)) };
    case 'stale-read':
      return { ...AS_EVER, stale: true };
    case 'slow-drip':
      return { ...AS_EVER, delivery: { kind: 'drops', ms: fault.ms, bytes: fault.bytes } };
    default:
      return fault satisfies never;
  }
}

function otherAnswer(fault: Extract<FaultKind, { kind: 'status' }>, tiktok: boolean, state: State): Answer {
  const { status, body, headers } = fault;
  if (body === undefined) {
    const refusal = tiktok
      ? envelope(declined(50_000, 'System error.'), state)
      : failedLayers(state, 'Something went wrong.');
    return { ...refusal, status, headers: { ...refusal.headers, ...headers } };
  }
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  return { status, headers: { 'content-type': type, ...headers }, text: isText ? body : JSON.stringify(body) };
}

/** Source: the rate limit pages of both APIs. */
function tooMany(fault: Extract<FaultKind, { kind: 'throttle' }>, tiktok: boolean, state: State): Answer {
  if (tiktok) return envelope(declined(fault.code, 'App reaches the QPS limit.'), state);
  const refusal = failedLayers(state, 'Too many requests.', 'RATE_LIMITED');
  return { ...refusal, headers: { ...refusal.headers, 'Retry-After': String(fault.retryAfter) } };
}
