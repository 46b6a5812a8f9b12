import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { untilAborted } from '../machine.ts';
import { isThisMachine } from '../model/index.ts';
import { proxiesOf } from './proxy.ts';

/** Milliseconds for one request with its whole answer, where nobody says another number. */
export const REQUEST_TIMEOUT = 30_000;

/**
 * One pool of connections for the whole program. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY in both cases of letters;
 * a custom CA comes in by Node's own NODE_EXTRA_CA_CERTS. What is on this machine is never asked through a proxy. Where
 * the address of a proxy is broken, nothing is asked at all: going around it is not what was wanted.
 *
 * @param timeout milliseconds until a connection stands, all the way; a request may be given up earlier
 */
export function createDispatcher(
  env: Readonly<Record<string, string | undefined>>,
  timeout = REQUEST_TIMEOUT,
): Dispatcher {
  const { https, http, none } = proxiesOf(env);
  const patience = { timeout };
  const direct = new Agent({ connect: patience });
  if (https?.ok === false || http?.ok === false) return direct.compose(() => refuse);
  // As a word of a list, too, and not only alone.
  const noProxy = none.split(/[,\s]+/).includes('*') ? '*' : none;
  const addresses = { httpsProxy: https?.url ?? '', httpProxy: http?.url ?? '' };
  const proxied = new EnvHttpProxyAgent({
    ...addresses,
    noProxy,
    connect: patience,
    proxyTls: patience,
    requestTls: patience,
    clientFactory: (proxy, how) => new Ways(proxy, how, timeout),
  });
  return proxied.compose(
    (dispatch) => (options, handler) =>
      isThisMachine(new URL(String(options.origin)).hostname)
        ? direct.dispatch(options, handler)
        : dispatch(options, handler),
  );
}

/** A dispatcher that takes requests to one origin to another: a sandbox on a free port has an address that stays. */
export function rerouted(dispatcher: Dispatcher, from: string, to: string): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch(String(options.origin) === from ? { ...options, origin: to } : options, handler),
  );
}

/**
 * Connections to a proxy. One that breaks is a failure of the request that needs it: undici takes the code of a broken
 * connection for one that it may open again, and does so without end, also after the request was given up.
 */
class Ways extends Pool {
  readonly #timeout: number;

  constructor(proxy: URL, how: object, timeout: number) {
    super(proxy, how);
    this.#timeout = timeout;
  }

  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const late = AbortSignal.timeout(this.#timeout);
    return untilAborted(super.connect({ ...options, signal: late }), late).catch((error: unknown) => {
      throw Object.assign(new Error('the proxy broke the connection', { cause: error }), { code: 'PROXY_BROKE' });
    });
  }
}

function refuse(): never {
  throw new Error('the address of the proxy is broken');
}
