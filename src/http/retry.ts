/**
 * Why a request did not get an answer that counts.
 * `busy`: nothing was done, so even a write may go again. `unclear`: the answer was lost, so only what is safe to repeat
 * goes again.
 */
export type Trouble = {
  readonly kind: 'busy' | 'unclear';
  /** Milliseconds that the server asked to wait. */
  readonly retryAfter?: number;
  /** Fewer tries than the policy has, where more are known not to help. */
  readonly tries?: number;
};

/** Waits are in milliseconds. `tries` counts the first one. */
export type RetryPolicy = {
  readonly tries: number;
  readonly firstWait: { readonly busy: number; readonly unclear: number };
  /** A server that asks for more is not waited for: a run in CI must not sleep in silence. */
  readonly longestWait: number;
};

export const RETRY_POLICY: RetryPolicy = {
  tries: 4,
  firstWait: { busy: 2_000, unclear: 500 },
  longestWait: 60_000,
};

/**
 * How many milliseconds to wait before the next try, or `'give up'`.
 *
 * @param tried how often it was tried, from 1
 * @param repeatable whether sending the request twice does no more than sending it once
 * @param random in [0, 1), spreads callers that failed together
 */
export function nextWait(
  trouble: Trouble,
  tried: number,
  repeatable: boolean,
  policy: RetryPolicy,
  random: number,
): number | 'give up' {
  if (tried >= Math.min(policy.tries, trouble.tries ?? policy.tries)) return 'give up';
  if (trouble.kind === 'unclear' && !repeatable) return 'give up';
  if (trouble.retryAfter !== undefined) {
    return trouble.retryAfter > policy.longestWait ? 'give up' : trouble.retryAfter;
  }
  const ceiling = Math.min(policy.firstWait[trouble.kind] * 2 ** (tried - 1), policy.longestWait);
  return Math.round(ceiling * (0.5 + random / 2));
}
