import type { Problem, Value } from '../model/index.ts';
import type { RetryReason } from './retry.ts';

/** One request as a room wishes it. */
export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** From the origin on, with its query, percent-encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes out as JSON. */
  readonly body?: Value;
};

/**
 * Whether sending a request twice does no more than sending it once: a read, or a write with an idempotency key. No other
 * write is ever sent again here, whatever its endpoint is said to do: its sender looks first.
 */
export function isRepeatable({ method, headers = {} }: ApiRequest): boolean {
  return method === 'GET' || Object.keys(headers).some((name) => name.toLowerCase() === 'idempotency-key');
}

/** An answer as it came, before anyone has judged what it means. */
export type ApiResponse = {
  readonly status: number;
  /** By lower-case name; the first one where a header is repeated. */
  readonly header: (name: string) => string | undefined;
  readonly body: /** `exact`: the same, ready to be written back with every digit. */
    | { readonly form: 'json'; readonly value: unknown; readonly exact: () => Value | undefined }
    /**
     * `broken`: said to be JSON and is not, as when it was cut off. `deep`: nested deeper than reconcile reads. `other`: of
     * another content type.
     */
    | { readonly form: 'empty' | 'broken' | 'deep' | 'other' };
};

/** What an API means by a reply. */
export type Verdict =
  | { readonly verdict: 'accepted'; readonly data: unknown }
  | {
      readonly verdict: 'refused';
      readonly problem: Problem;
      /** The API's own code for it, where it has one. */
      readonly code?: string;
      /** The API's own words, unchanged: they may name an id. */
      readonly rawMessage?: string;
    }
  /** `problem` is what to say if it stays that way. */
  | { readonly verdict: 'trouble'; readonly trouble: RetryReason; readonly problem: Problem };
