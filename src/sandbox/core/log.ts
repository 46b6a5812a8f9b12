import { type Json, mapTexts } from './json.ts';
import type { Answer, Request } from './route.ts';

/** One answered request. Credentials are replaced by `•••`. */
export type LoggedRequest = {
  /** Counts from 1. */
  readonly n: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** `layers`, `tiktok` or `sandbox`. */
  readonly api: string;
  /** 0 if the connection broke before an answer. */
  readonly status: number;
  readonly fault?: string;
  /** The API's own code. 0 is success at TikTok; Layers has no code for success. */
  readonly code?: number | string;
  readonly idempotencyKey?: string;
  /** Whether it repeats the answer to an earlier request with the same idempotency key. */
  readonly replayed: boolean;
  /** Absent if there was no body, or it could not be parsed. */
  readonly body?: Json;
};

/** Logs a request. `secrets` are those of the world when the request arrived. */
export function logRequest(
  log: LoggedRequest[],
  api: string,
  request: Request,
  answer: Answer,
  secrets: readonly string[],
  fault?: string,
): void {
  const clean = cleaner([...secrets, ...presented(request)]);
  const query = request.query.toString();
  const idempotencyKey = request.headers['idempotency-key'];
  log.push({
    n: log.length + 1,
    method: request.method,
    path: cleanPath(query === '' ? request.path : `${request.path}?${query}`, clean),
    api,
    status: answer.status,
    ...(fault === undefined ? {} : { fault }),
    ...(answer.code === undefined ? {} : { code: answer.code }),
    ...(typeof idempotencyKey === 'string' ? { idempotencyKey: clean(idempotencyKey) } : {}),
    replayed: answer.replayed === true,
    ...(request.body.kind === 'json' ? { body: mapTexts(request.body.value, clean) } : {}),
  });
}

/** Credentials sent with the request, valid or not. Shorter ones would hide half of the log. */
function presented(request: Request): readonly string[] {
  const { authorization, 'x-api-key': key, 'access-token': token } = request.headers;
  const texts = [authorization?.replace(/^\S+\s+/, ''), key, token].flat();
  return texts.filter((text): text is string => text !== undefined && text.length >= 8);
}

function cleaner(secrets: readonly string[]): (text: string) => string {
  // Longest first: one secret can be the beginning of another.
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst
      .reduce((left, secret) => left.replaceAll(secret, '•••'), text)
      .replace(/lp_(?:live|test)_[\w-]+/g, '•••');
}

/** Cleans a path. If its percent-encoding hides a secret, the decoded path is kept. */
function cleanPath(path: string, clean: (text: string) => string): string {
  let open = path;
  try {
    open = decodeURIComponent(path);
  } catch {
    // Not decodable: used as it is.
  }
  const cleaned = clean(open);
  return cleaned === open ? clean(path) : cleaned;
}
