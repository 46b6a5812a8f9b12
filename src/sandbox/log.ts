import { type Json, mapTexts } from './json.ts';
import type { Answer, Request } from './route.ts';
import type { World } from './world.ts';

/** One request that was answered. Never holds a credential: each is written `•••`. */
export type LoggedRequest = {
  /** Counts from 1. */
  readonly n: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly api: 'layers' | 'tiktok' | 'sandbox';
  /** 0 where the connection broke before an answer. */
  readonly status: number;
  /** The fault that it met. */
  readonly fault?: string;
  /** The API's own code. TikTok's 0 is success; Layers has none for success. */
  readonly code?: number | string;
  readonly idempotencyKey?: string;
  /** The answer of an earlier request with the same idempotency key was sent again. */
  readonly replayed: boolean;
  /** Absent where there was none, or none that could be read. */
  readonly body?: Json;
};

/** Adds a request to the log. `secrets` are those of the world as it was when the request came. */
export function logRequest(
  log: LoggedRequest[],
  api: LoggedRequest['api'],
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

/** Every credential that the world holds. */
export function secretsOf(world: World): readonly string[] {
  return [
    ...world.layers.keys.map(({ key }) => key),
    ...world.tiktok.tokens.map(({ token }) => token),
    ...world.tiktok.apps.map(({ secret }) => secret),
    // One of a few letters would blot out half the log.
    ...world.tiktok.sparkPosts.map(({ code }) => code).filter((code) => code.length >= 6),
  ];
}

/** The credential that came with the request, right or wrong. One of a few letters would blot out half the log. */
function presented(request: Request): readonly string[] {
  const { authorization, 'x-api-key': key, 'access-token': token } = request.headers;
  const texts = [authorization?.replace(/^\S+\s+/, ''), key, token].flat();
  return texts.filter((text): text is string => text !== undefined && text.length >= 8);
}

function cleaner(secrets: readonly string[]): (text: string) => string {
  // The longest first: one secret may begin with another.
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst
      .reduce((left, secret) => left.replaceAll(secret, '•••'), text)
      .replace(/lp_(?:live|test)_[\w-]+/g, '•••');
}

/** A secret may hide behind percent signs; then the decoded form is what is kept. */
function cleanPath(path: string, clean: (text: string) => string): string {
  let open = path;
  try {
    open = decodeURIComponent(path);
  } catch {
    // Not decodable: what is written is all there is.
  }
  const cleaned = clean(open);
  return cleaned === open ? clean(path) : cleaned;
}
