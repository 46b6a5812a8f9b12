import type { ApiFailure, Client } from '../http/index.ts';
import type { Value } from '../model/index.ts';
import { pathOf } from './query.ts';

/** NO_UPDATE: it is already as it was to become. That it is no failure: inferred. Source: the official SDK, tiktok_code.py (documented). */
const NO_UPDATE = '40012';

/** One write of TikTok. */
export type Write = {
  readonly endpoint: string;
  readonly body: Value;
};

/** `unchanged`: there was nothing to do, and no data came. */
export type Posted =
  | { readonly ok: true; readonly unchanged: false; readonly data: unknown }
  | { readonly ok: true; readonly unchanged: true }
  | ApiFailure;

/**
 * POST, sent once: TikTok has no idempotency keys. Success says that TikTok took it in; whether it took effect, a read
 * shows.
 */
export async function post(client: Client, write: Write, signal: AbortSignal): Promise<Posted> {
  const { endpoint, body } = write;
  const answer = await client.send({ method: 'POST', path: pathOf(endpoint, {}), body }, signal);
  if (answer.ok) return { ok: true, unchanged: false, data: answer.data };
  return answer.code === NO_UPDATE ? { ok: true, unchanged: true } : answer;
}
