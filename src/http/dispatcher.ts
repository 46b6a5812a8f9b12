import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

/**
 * One pool of connections for the whole program. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY; a custom CA comes in by
 * Node's own NODE_EXTRA_CA_CERTS.
 */
export function createDispatcher(): Dispatcher {
  return new EnvHttpProxyAgent();
}
