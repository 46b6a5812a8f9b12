/**
 * Why a request got no usable answer.
 * `busy`: the server did nothing, so even a write may be retried. `unclear`: the answer was lost, so only repeatable
 * requests are retried.
 */
export type RetryReason = {
  readonly kind: 'busy' | 'unclear';
  /** Milliseconds to wait, as requested by the server. */
  readonly retryAfter?: number;
  /** Fewer attempts than the policy allows, if more are known not to help. */
  readonly maxAttempts?: number;
};

/** Waits are in milliseconds. `maxAttempts` includes the first attempt. */
export type RetryPolicy = {
  readonly maxAttempts: number;
  readonly firstWait: { readonly busy: number; readonly unclear: number };
  /** If the server asks for a longer wait, the request fails: a run in CI must not wait silently. */
  readonly maxDelayMs: number;
};

export const RETRY_POLICY: RetryPolicy = {
  maxAttempts: 4,
  firstWait: { busy: 2_000, unclear: 500 },
  maxDelayMs: 60_000,
};

/**
 * Milliseconds until the next attempt, or `'give up'`.
 *
 * @param attempt number of attempts so far, from 1
 * @param repeatable whether the request is safe to send twice
 * @param random in [0, 1), spreads callers that failed together
 */
export function nextDelayMs(
  trouble: RetryReason,
  attempt: number,
  repeatable: boolean,
  policy: RetryPolicy,
  random: number,
): number | 'give up' {
  if (attempt >= Math.min(policy.maxAttempts, trouble.maxAttempts ?? policy.maxAttempts)) return 'give up';
  if (trouble.kind === 'unclear' && !repeatable) return 'give up';
  if (trouble.retryAfter !== undefined) {
    return trouble.retryAfter > policy.maxDelayMs ? 'give up' : trouble.retryAfter;
  }
  const ceiling = Math.min(policy.firstWait[trouble.kind] * 2 ** (attempt - 1), policy.maxDelayMs);
  return Math.round(ceiling * (0.5 + random / 2));
}
