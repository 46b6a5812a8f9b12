import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isThisMachine } from '../model/index.ts';
import { proxiesOf } from './proxy.ts';

/**
 * One pool of connections for the whole program. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY in both cases of letters;
 * a custom CA comes in by Node's own NODE_EXTRA_CA_CERTS. What is on this machine is never asked through a proxy. Where
 * the address of a proxy is broken, nothing is asked at all: going around it is not what was wanted.
 */
export function createDispatcher(env: Readonly<Record<string, string | undefined>>): Dispatcher {
  const { https, http, none } = proxiesOf(env);
  const direct = new Agent();
  if (https?.ok === false || http?.ok === false) return direct.compose(() => refuse);
  // As a word of a list, too, and not only alone.
  const noProxy = none.split(/[,\s]+/).includes('*') ? '*' : none;
  const proxied = new EnvHttpProxyAgent({ httpsProxy: https?.url ?? '', httpProxy: http?.url ?? '', noProxy });
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

function refuse(): never {
  throw new Error('the address of the proxy is broken');
}
