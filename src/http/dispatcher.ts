import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

/**
 * One pool of connections for the whole program. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY; a custom CA comes in by
 * Node's own NODE_EXTRA_CA_CERTS.
 */
export function createDispatcher(noProxy = ''): Dispatcher {
  // What is on this machine is never asked through a proxy.
  return new EnvHttpProxyAgent({ noProxy: [noProxy, 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',') });
}

/** A dispatcher that takes requests to one origin to another: a sandbox on a free port has an address that stays. */
export function rerouted(dispatcher: Dispatcher, from: string, to: string): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch(String(options.origin) === from ? { ...options, origin: to } : options, handler),
  );
}
