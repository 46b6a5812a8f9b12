import type { Problem, Value } from '../model/index.ts';
import type { RateReport } from './rate-lane.ts';
import type { RateBucket } from './rate-limit.ts';
import type { RetryReason } from './retry.ts';
import type { Sanitize } from './sanitize.ts';

export type Api = {
  /** For messages: `Layers`. */
  readonly name: string;
  readonly origin: string;
  /** Never printed, even if a response echoes it. */
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly interpret: (response: ApiResponse, what: string, sanitize: Sanitize) => Verdict;
  readonly bucket: (request: ApiRequest) => RateBucket;
  /** The state of the bucket, if a response shows it. */
  readonly report?: (response: ApiResponse) => RateReport | undefined;
  /** Called before every attempt. */
  readonly onCall?: (request: ApiRequest) => void;
  /** Called with every response, before it is interpreted. */
  readonly observe?: (request: ApiRequest, response: ApiResponse) => void;
  /** Per attempt; 30 s by default. */
  readonly timeoutMs?: number;
};

export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** After the origin; with query, percent-encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Value;
};

/** A read, or a write with an idempotency key. Callers re-read before they repeat other writes. */
export function isRepeatable({ method, headers = {} }: ApiRequest): boolean {
  return method === 'GET' || Object.keys(headers).some((name) => name.toLowerCase() === 'idempotency-key');
}

export type ApiResponse = {
  readonly status: number;
  /** By lowercase name; the first value if repeated. */
  readonly header: (name: string) => string | undefined;
  /**
   * `exact`: with every digit, to be written back. `broken`: invalid, for example cut off. `deep`: nested too deep.
   * `other`: a different content type.
   */
  readonly body:
    | { readonly form: 'json'; readonly value: unknown; readonly exact: () => Value | undefined }
    | { readonly form: 'empty' | 'broken' | 'deep' | 'other' };
};

export type Verdict =
  | { readonly verdict: 'accepted'; readonly data: unknown }
  | {
      readonly verdict: 'refused';
      readonly problem: Problem;
      readonly code?: string;
      /** Unchanged: it may contain an id. */
      readonly rawMessage?: string;
    }
  /** `problem`: if retries do not help. */
  | { readonly verdict: 'retry'; readonly reason: RetryReason; readonly problem: Problem };
