import type { ApiFailure, Client } from '../http/index.ts';
import type { Value } from '../model/index.ts';
import { pathOf } from './query.ts';

/**
 * NO_UPDATE: the value is already live. That it is not a failure: inferred. Source: the official SDK, tiktok_code.py
 * (documented).
 */
const NO_UPDATE = '40012';

/** One write to TikTok. */
export type Write = {
  readonly endpoint: string;
  readonly body: Value;
};

/** `unchanged`: the value was already live, and the answer has no data. */
export type Posted =
  | { readonly ok: true; readonly unchanged: false; readonly data: unknown }
  | { readonly ok: true; readonly unchanged: true }
  | ApiFailure;

/**
 * Sends POST once, because TikTok has no idempotency keys. Success means that TikTok accepted the write; only a read
 * shows whether it took effect.
 */
export async function post(client: Client, write: Write, signal: AbortSignal): Promise<Posted> {
  const { endpoint, body } = write;
  const answer = await client.send({ method: 'POST', path: pathOf(endpoint, {}), body }, signal);
  if (answer.ok) return { ok: true, unchanged: false, data: answer.data };
  return answer.code === NO_UPDATE ? { ok: true, unchanged: true } : answer;
}
