/**
 * Why a request did not get an answer that counts.
 * `busy`: nothing was done, so even a write may go again. `unclear`: the answer was lost, so only what is safe to repeat
 * goes again.
 */
export type RetryReason = {
  readonly kind: 'busy' | 'unclear';
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter?: number;
  /** Fewer tries than the policy has, where more are known not to help. */
  readonly maxAttempts?: number;
};

/** Waits are in milliseconds. `tries` counts the first one. */
export type RetryPolicy = {
  readonly maxAttempts: number;
  readonly firstWait: { readonly busy: number; readonly unclear: number };
  /** A server that asks for more is not waited for: a run in CI must not sleep in silence. */
  readonly maxDelayMs: number;
};

export const RETRY_POLICY: RetryPolicy = {
  maxAttempts: 4,
  firstWait: { busy: 2_000, unclear: 500 },
  maxDelayMs: 60_000,
};

/**
 * How many milliseconds to wait before the next try, or `'give up'`.
 *
 * @param attempt how often it was tried, from 1
 * @param repeatable whether sending the request twice does no more than sending it once
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
