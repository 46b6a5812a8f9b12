import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drip, openWire, sends, type Wire } from './wire.ts';

let wire: Wire;

beforeAll(async () => {
  wire = await openWire();
});

afterAll(() => wire.close());

const bomb = Buffer.alloc(26_000_000, 'a');

test.each([
  ['gzip', gzipSync(bomb)],
  ['deflate', deflateSync(bomb)],
  ['br', brotliCompressSync(bomb, { params: { 1: 1 } })],
  ['identity', bomb],
])('an answer as %s that is too large when unpacked is refused', async (encoding, body) => {
  wire.answer(sends(body, encoding));
  expect(await wire.ask()).toContain('larger than 20 MB');
  await expect(wire.fetched()).rejects.toThrow('larger than 25 MB');
});

describe('a server that never ends its response', () => {
  test.each([
    ['says nothing', () => {}],
    ['sends the head and nothing else', (outgoing: ServerResponse) => outgoing.writeHead(200).flushHeaders()],
    ['sends a byte now and then', drip],
  ])('and %s is not waited for', async (_, how) => {
    wire.answer(how);
    expect(await wire.ask(150)).toContain('did not answer within 0.15 s');
    await expect(wire.fetched(150)).rejects.toThrow(/timeout/);
  });
});

describe('a proxy', () => {
  test.each([
    ['says nothing', () => createRawServer(() => {})],
    ['closes at once', () => createRawServer((socket) => void socket.destroy())],
    ['ends at once', () => createRawServer((socket) => void socket.end())],
    ['says nonsense', () => createRawServer((socket) => void socket.end('nonsense'))],
    [
      'opens a tunnel that says nothing',
      () => {
        const server = createServer();
        return server.on('connect', (_, socket) => void socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
      },
    ],
    [
      'refuses',
      () => {
        const server = createServer();
        return server.on('connect', (_, socket) => void socket.end('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'));
      },
    ],
  ])('that %s is not waited for', async (_, make) => {
    const proxy = make();
    const sockets = new Set<{ destroy: () => void }>();
    proxy.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    await new Promise<void>((up) => proxy.listen(0, '127.0.0.1', up));
    const { port } = proxy.address() as AddressInfo;
    const behind = await openWire({ HTTPS_PROXY: `127.0.0.1:${port}` }, 'https://api.invalid');
    try {
      expect(await behind.ask(500)).toMatch(/did not answer within|request to Example failed/);
      await expect(behind.fetched(500)).rejects.toThrow(/timeout|fetch failed/);
    } finally {
      await behind.close();
      for (const socket of sockets) socket.destroy();
      proxy.close();
    }
  });
});
