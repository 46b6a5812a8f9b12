import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Api, createClient, createDispatcher, dispatcherFetch } from '../../src/http/index.ts';
import { NEVER, setUpHarness } from './harness.ts';

/** A server on this machine with the responses of the test, and two ways to send requests. */
export type Wire = {
  readonly answer: (how: (outgoing: ServerResponse) => void) => void;
  /** With its last request. */
  readonly heard: () => IncomingHttpHeaders;
  /** One request that is not repeated; if nothing was accepted, the problem as text. */
  readonly ask: (timeout?: number) => Promise<unknown>;
  /** The same by way of the library that asks GitHub. */
  readonly fetched: (timeout?: number) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** Real deadlines: a fake one would end before the server has answered. */
const deadline = (ms: number): AbortSignal => AbortSignal.timeout(ms);

/** @param env of the program: the proxy, and the address that it resolves for the server */
export async function openWire(env: Readonly<Record<string, string>> = {}, address?: string): Promise<Wire> {
  let how: (outgoing: ServerResponse) => void = () => {};
  let heard: IncomingHttpHeaders = {};
  const server: Server = createServer((incoming, outgoing) => {
    heard = incoming.headers;
    how(outgoing);
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  // A server that listens on a port has an address with one.
  const origin = address ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dispatcher = createDispatcher({ env, deadline }, 2_000);
  return {
    answer: (next) => {
      how = next;
    },
    heard: () => heard,
    ask: async (timeout = 10_000) => {
      const api: Api = {
        name: 'Example',
        origin,
        secret: 'a-secret',
        headers: {},
        interpret: ({ body }) =>
          body.form === 'json'
            ? { verdict: 'accepted', data: body.value }
            : { verdict: 'refused', problem: { code: 'api/unreadable', message: body.form } },
        bucket: () => ({ key: 'one', name: 'one', limits: [{ count: 100, windowMs: 1_000 }] }),
        timeoutMs: timeout,
      };
      const client = createClient({ ...setUpHarness(() => ({})).machine, dispatcher, deadline }, api);
      const result = await client.send({ method: 'PATCH', path: '/thing', body: { a: 1 } }, NEVER);
      return result.ok ? result.data : result.problems[0].message;
    },
    fetched: async (timeout) => (await dispatcherFetch({ dispatcher, deadline }, timeout)(`${origin}/thing`)).text(),
    close: async () => {
      await dispatcher.destroy();
      server.closeAllConnections();
      await new Promise((down) => server.close(down));
    },
  };
}

/** A body with its encoding. */
export function sends(body: Uint8Array | string, encoding?: string): (outgoing: ServerResponse) => void {
  return (outgoing) => {
    outgoing.writeHead(200, {
      'content-type': 'application/json',
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    });
    outgoing.end(body);
  };
}

/** A byte now and then, and never the last one. */
export function drip(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => outgoing.write(' '), 5);
  outgoing.on('close', () => clearInterval(timer));
}
