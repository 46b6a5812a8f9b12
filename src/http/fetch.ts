import { fetch as undiciFetch, Headers, type RequestInit, Response } from 'undici';
import { type Machine, untilAborted } from '../machine.ts';
import { REQUEST_TIMEOUT_MS, USER_AGENT } from './dispatcher.ts';

/** Decoded. A caller with a lower limit has a better message. */
const MAX_BODY_BYTES = 25_000_000;

/**
 * `fetch` over our connections for a library, with limits of time and memory. Reading the body rejects beyond 25 MB.
 *
 * @param timeoutMs for one request, including its whole response
 */
export function dispatcherFetch(
  { dispatcher, deadline }: Pick<Machine, 'dispatcher' | 'deadline'>,
  timeoutMs = REQUEST_TIMEOUT_MS,
): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const late = deadline(timeoutMs);
    const signal = init.signal === undefined || init.signal === null ? late : AbortSignal.any([init.signal, late]);
    const headers = new Headers(init.headers);
    headers.set('user-agent', USER_AGENT);
    const response = await untilAborted(undiciFetch(url, { ...init, headers, dispatcher, signal }), signal);
    if (response.body === null) return response;
    const { status, statusText, headers: responseHeaders } = response;
    return new Response(limited(response.body), { status, statusText, headers: responseHeaders });
  };
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (size > MAX_BODY_BYTES) throw new Error(`the response is larger than ${MAX_BODY_BYTES / 1_000_000} MB`);
    yield chunk;
  }
}
