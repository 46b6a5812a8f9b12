import { type Dispatcher, fetch as undiciFetch, type RequestInit, type Response } from 'undici';

const TIMEOUT = 30_000;

/**
 * `fetch` for a library that brings its own requests: over our connections, proxies included, and never without end.
 *
 * @param timeout milliseconds for one request with its whole answer
 */
export function dispatcherFetch(
  dispatcher: Dispatcher,
  timeout = TIMEOUT,
): (url: string, init?: RequestInit) => Promise<Response> {
  return (url, init = {}) => {
    const late = AbortSignal.timeout(timeout);
    const signal = init.signal === undefined || init.signal === null ? late : AbortSignal.any([init.signal, late]);
    return undiciFetch(url, { ...init, dispatcher, signal });
  };
}
