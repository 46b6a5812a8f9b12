import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { sendMalformed } from './malformed.ts';
import { ask, inSandbox, worldOf } from './harness.ts';

/** Bytes that need not be HTTP; returns the response until the other side closes the connection. */
function sendRaw(sandbox: Sandbox, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(sandbox.origin).port), '127.0.0.1', () => socket.end(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
  });
}

test('responds to malformed requests as documented, and continues', () =>
  inSandbox(worldOf(), (sandbox) => sendMalformed(sandbox, 250)));

test('responds to bytes that are not HTTP, and continues', () =>
  inSandbox(worldOf(), async (sandbox) => {
    const raw = [
      'hello\r\n\r\n',
      'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
      'GET /v1/whoami HTTP/1.1\r\n: x\r\n\r\n',
      'CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n',
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    ];
    for (const bytes of raw) {
      const heard = await sendRaw(sandbox, bytes);
      expect(heard).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"VALIDATION"/);
    }
    expect(await sendRaw(sandbox, 'GET /v1/whoami HTTP/1.1\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 401 [\s\S]*"UNAUTHENTICATED"/,
    );
    await sendRaw(sandbox, 'PATCH /v1/whoami HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{');
    expect((await ask(sandbox, '/__sandbox/health')).status).toBe(200);
  }));
