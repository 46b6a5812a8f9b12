import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Storage of artifacts: a different host, which must not receive a token of GitHub. */

export type StorageRequest = {
  readonly method: string;
  readonly path: string;
  /** Every header that it got, credentials included. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
};

export type StorageAnswer = {
  readonly status: number;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

export type FakeStorage = {
  readonly origin: string;
  readonly requests: () => readonly StorageRequest[];
  readonly stop: () => Promise<void>;
};

export async function startStorage(
  zipOf: (artifact: number) => Uint8Array | undefined,
  intervene: (request: StorageRequest, number: number) => StorageAnswer | 'hang up' | undefined,
): Promise<FakeStorage> {
  const requests: StorageRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers };
    requests.push(request);
    const between = intervene(request, requests.length);
    if (between === 'hang up') {
      outgoing.destroy();
      return;
    }
    const zip = zipOf(Number(/^\/artifacts\/(\d+)\?sig=\w+$/.exec(path)?.[1]));
    const answer: StorageAnswer = between ?? (zip === undefined ? { status: 404 } : { status: 200, body: zip });
    outgoing.writeHead(answer.status, { 'content-type': 'application/zip', ...answer.headers });
    outgoing.end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    // It listens on a port, so the address is not a path.
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
