import type { Answer, Request } from './route.ts';
import type { Api } from './server.ts';
import type { CoreWorld } from './state.ts';

/**
 * The same API, but it refuses pages of other origins. Every page in a browser of this machine can send requests to
 * loopback, and with DNS rebinding it can also read the answers: then `Host` is its own name. Programs send no `Origin`.
 *
 * Source: fetch.spec.whatwg.org, Origin header; RFC 9110 7.2, Host (documented).
 */
export function localOnly<W extends CoreWorld>(api: Api<W>): Api<W> {
  return { ...api, answer: (request, state) => (isForeign(request) ? REFUSED : api.answer(request, state)) };
}

/** Whether a page of a different origin, or a different name of this machine, has sent a request. */
export function isForeign({ headers }: Pick<Request, 'headers'>): boolean {
  const { host, origin } = headers;
  if (host !== undefined && !LOOPBACK_HOST.test(host)) return true;
  return origin !== undefined && origin !== `http://${host ?? ''}`;
}

const LOOPBACK_HOST = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])(:\d{1,5})?$/i;

const REFUSED: Answer = {
  status: 403,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  text: JSON.stringify({
    error: { code: 'FORBIDDEN', message: 'Only programs and the page of this sandbox may use this address.' },
  }),
  code: 'FORBIDDEN',
};
