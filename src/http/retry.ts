/**
 * `busy`: the server did nothing, so any request can be repeated. `unclear`: the response was lost, so only a
 * repeatable request can.
 */
export type RetryReason = {
  readonly kind: 'busy' | 'unclear';
  /** As requested by the server. */
  readonly retryAfterMs?: number;
  /** Fewer than the policy allows, if more would not help. */
  readonly maxAttempts?: number;
};

export type RetryPolicy = {
  readonly maxAttempts: number;
  readonly firstDelayMs: Readonly<Record<RetryReason['kind'], number>>;
  /** A longer wait is a failure: a run in CI must not wait silently. */
  readonly maxDelayMs: number;
};

export const RETRY_POLICY: RetryPolicy = {
  maxAttempts: 4,
  firstDelayMs: { busy: 2_000, unclear: 500 },
  maxDelayMs: 60_000,
};

/**
 * Milliseconds until the next attempt, or `'give up'`.
 *
 * @param attempt attempts so far, from 1
 * @param random in [0, 1), spreads callers that failed together
 */
export function nextDelayMs(
  { kind, retryAfterMs, maxAttempts = Number.POSITIVE_INFINITY }: RetryReason,
  attempt: number,
  repeatable: boolean,
  policy: RetryPolicy,
  random: number,
): number | 'give up' {
  if (attempt >= Math.min(policy.maxAttempts, maxAttempts) || (kind === 'unclear' && !repeatable)) return 'give up';
  if (retryAfterMs !== undefined) return retryAfterMs > policy.maxDelayMs ? 'give up' : retryAfterMs;
  const ceiling = Math.min(policy.firstDelayMs[kind] * 2 ** (attempt - 1), policy.maxDelayMs);
  return Math.round(ceiling * (0.5 + random / 2));
}

/**
 * The wait that the server requests; empty if missing or invalid. A date is relative to the server's `Date` header,
 * because the local clock may be wrong.
 *
 * Source: RFC 9110, 10.2.3 (documented).
 */
export function requestedDelay({
  header,
}: {
  readonly header: (name: string) => string | undefined;
}): Pick<RetryReason, 'retryAfterMs'> {
  const requested = header('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(requested)) return { retryAfterMs: Math.ceil(Number(requested) * 1_000) };
  const wait = Date.parse(requested) - Date.parse(header('date') ?? '');
  return Number.isNaN(wait) ? {} : { retryAfterMs: Math.max(0, wait) };
}
