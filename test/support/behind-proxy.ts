import { createServer, request as ask } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { generate } from 'selfsigned';

/** A network that is left through a proxy only, with certificates of a company's own. */
export type ClosedNetwork = {
  /** For HTTPS_PROXY. */
  readonly proxy: string;
  /** For a file in NODE_EXTRA_CA_CERTS: the issuer of the certificates. */
  readonly authority: string;
  /** Hosts that the proxy was asked for, each once. */
  readonly asked: () => readonly string[];
  readonly stop: () => Promise<void>;
};

/** @param hosts where each name leads: the origin of a server on this machine. No other name leads anywhere. */
export async function closedNetwork(hosts: Readonly<Record<string, string>>): Promise<ClosedNetwork> {
  const altNames = Object.keys(hosts).map((value) => ({ type: 2 as const, value }));
  // It is self-signed: trusted as an authority, it is also trusted as a server.
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'A company’s own' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  const front = createSecureServer({ key, cert }, (incoming, outgoing) => {
    const { hostname, port } = new URL(hosts[incoming.headers.host ?? ''] ?? 'http://127.0.0.1:9');
    const { method, url: path, headers } = incoming;
    // The sandbox only answers to its own name.
    const renamed = { ...headers, host: `${hostname}:${port}` };
    const onward = ask({ hostname, port, method, path, headers: renamed }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  const asked = new Set<string>();
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }, socket, head) => {
    asked.add(url);
    const tunnel = connect(portOf(front), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      tunnel.write(head);
      tunnel.pipe(socket).pipe(tunnel);
    });
    for (const end of [tunnel, socket]) end.on('error', () => [tunnel, socket].forEach((each) => each.destroy()));
  });
  await Promise.all([front, proxy].map((server) => new Promise<void>((up) => server.listen(0, '127.0.0.1', up))));
  return {
    proxy: `http://127.0.0.1:${portOf(proxy)}`,
    authority: cert,
    asked: () => [...asked].sort(),
    stop: async () => {
      front.closeAllConnections();
      await Promise.all([front, proxy].map((server) => new Promise((down) => server.close(down))));
    },
  };
}

function portOf(server: Server): number {
  // A server that listens on a port has an address with one.
  return (server.address() as AddressInfo).port;
}
