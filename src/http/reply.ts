import type { Problem, Value } from '../model/index.ts';
import type { RetryReason } from './retry.ts';

/** One request to an API. */
export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Path after the origin, with query, percent-encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Value;
};

/**
 * Whether a request is safe to send twice: a read, or a write with an idempotency key. Other writes are never retried
 * here, whatever is documented for the endpoint; the caller checks the live state first.
 */
export function isRepeatable({ method, headers = {} }: ApiRequest): boolean {
  return method === 'GET' || Object.keys(headers).some((name) => name.toLowerCase() === 'idempotency-key');
}

/** An answer before it is interpreted. */
export type ApiResponse = {
  readonly status: number;
  /** By lowercase name; the first value if a header is repeated. */
  readonly header: (name: string) => string | undefined;
  readonly body: /** `exact`: the same, ready to be written back with every digit. */
    | { readonly form: 'json'; readonly value: unknown; readonly exact: () => Value | undefined }
    /**
     * `broken`: declared as JSON but invalid, for example cut off. `deep`: nested deeper than reconcile reads. `other`:
     * a different content type.
     */
    | { readonly form: 'empty' | 'broken' | 'deep' | 'other' };
};

/** An interpreted answer. */
export type Verdict =
  | { readonly verdict: 'accepted'; readonly data: unknown }
  | {
      readonly verdict: 'refused';
      readonly problem: Problem;
      /** The API's own code, if any. */
      readonly code?: string;
      /** The API's own message, unchanged: it may contain an id. */
      readonly rawMessage?: string;
    }
  /** `problem` is returned if retries do not help. */
  | { readonly verdict: 'trouble'; readonly trouble: RetryReason; readonly problem: Problem };
