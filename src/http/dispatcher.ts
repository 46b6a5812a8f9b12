import {
  Agent,
  type Dispatcher,
  EnvHttpProxyAgent,
  fetch as undiciFetch,
  Headers,
  Pool,
  type RequestInit,
  Response,
} from 'undici';
import { type Machine, untilAborted } from '../machine.ts';
import { isThisMachine, remembered, VERSION } from '../model/index.ts';
import { proxiesOf } from './proxy.ts';

/** Includes the whole response. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** For support; some servers require one. */
export const USER_AGENT = `reconcile/${VERSION}`;

/**
 * Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY in upper and lower case, and NODE_EXTRA_CA_CERTS. Addresses of this
 * machine bypass the proxy. An invalid proxy address blocks all requests, because the user wants a proxy.
 *
 * @param timeoutMs to connect through all hops
 */
export function createDispatcher(
  { env, deadline }: Pick<Machine, 'env' | 'deadline'>,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Dispatcher {
  const { https, http, none } = proxiesOf(env);
  const connect = { timeout: timeoutMs };
  const direct = new Agent({ connect });
  if (https?.ok === false || http?.ok === false) return direct.compose(() => refuse);
  // `*` also counts as one entry of a list.
  const noProxy = none.split(/[,\s]+/).includes('*') ? '*' : none;
  const addresses = { httpsProxy: https?.url ?? '', httpProxy: http?.url ?? '' };
  const proxied = new EnvHttpProxyAgent({
    ...addresses,
    noProxy,
    connect,
    proxyTls: connect,
    requestTls: connect,
    clientFactory: (proxy, poolOptions) => new ProxyPool(proxy, poolOptions, () => deadline(timeoutMs)),
  });
  const isLocal = remembered((origin) => isThisMachine(new URL(origin).hostname));
  return proxied.compose(
    (dispatch) => (options, handler) =>
      isLocal(String(options.origin)) ? direct.dispatch(options, handler) : dispatch(options, handler),
  );
}

/** Gives a sandbox on a random port a fixed address. */
export function rerouted(dispatcher: Dispatcher, from: string, to: string): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch(String(options.origin) === from ? { ...options, origin: to } : options, handler),
  );
}

/** Calls `begin` and `end` around each request. */
export function observed(dispatcher: Dispatcher, begin: () => void, end: () => void): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    let isOver = false;
    const endOnce = (): void => {
      if (!isOver) end();
      isOver = true;
    };
    const get = (target: object, name: PropertyKey): unknown => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]) => {
        try {
          return Reflect.apply(member, target, given);
        } finally {
          if (ENDS.has(name)) endOnce();
        }
      };
    };
    begin();
    return dispatch(options, new Proxy(handler, { get }));
  });
}

/** Of both generations of undici's handlers. */
const ENDS: ReadonlySet<PropertyKey> = new Set(['onResponseEnd', 'onResponseError', 'onComplete', 'onError']);

/** Decoded. A caller with a lower limit has a better message. */
const MAX_BODY_BYTES = 25_000_000;

/** `fetch` for a library, with limits of time and memory. Reading the body rejects beyond 25 MB. */
export function dispatcherFetch(
  { dispatcher, deadline }: Pick<Machine, 'dispatcher' | 'deadline'>,
  timeoutMs = REQUEST_TIMEOUT_MS,
): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const timeout = deadline(timeoutMs);
    const signal =
      init.signal === undefined || init.signal === null ? timeout : AbortSignal.any([init.signal, timeout]);
    const headers = new Headers(init.headers);
    headers.set('user-agent', USER_AGENT);
    const response = await untilAborted(undiciFetch(url, { ...init, headers, dispatcher, signal }), signal);
    if (response.body === null) return response;
    const { status, statusText, headers: responseHeaders } = response;
    return new Response(limited(response.body), { status, statusText, headers: responseHeaders });
  };
}

/** undici would reconnect forever if the proxy breaks a connection. */
class ProxyPool extends Pool {
  readonly #deadline: () => AbortSignal;

  constructor(proxy: URL, poolOptions: object, deadline: () => AbortSignal) {
    super(proxy, poolOptions);
    this.#deadline = deadline;
  }

  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const timeout = this.#deadline();
    return untilAborted(super.connect({ ...options, signal: timeout }), timeout).catch((error: unknown) => {
      throw Object.assign(new Error('the proxy broke the connection', { cause: error }), { code: 'PROXY_BROKE' });
    });
  }
}

function refuse(): never {
  throw new Error('the address of the proxy is broken');
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
