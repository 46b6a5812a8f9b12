import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startReconcile } from '../support/process.ts';

/** Free at this moment: the address must be known before the sandbox starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('a shell evaluates the lines, twice, and commands then use the sandbox', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'reconcile-env-'));
  const port = await freePort();
  await cp('examples/byo', cwd, { recursive: true });
  const sandbox = startReconcile(['sandbox', '--port', String(port)], { cwd, env: {} });
  try {
    await once(sandbox.child.stdout ?? sandbox.child, 'data');
    const reconcile = `"${process.execPath}" "${resolve('dist/cli/main.js')}"`;
    const set = `eval "$(${reconcile} sandbox --port ${port} --env)"`;
    const { stdout } = await promisify(execFile)('/bin/sh', ['-ec', `${set}; ${set}; ${reconcile} doctor`], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd },
    });
    expect(stdout).toContain('SANDBOX · Everything is in order.');
    expect(stdout).toContain(`Layers: http://127.0.0.1:${port}, reachable`);
  } finally {
    sandbox.child.kill('SIGTERM');
    await sandbox.ended;
    await rm(cwd, { recursive: true, force: true });
  }
});

test('without a port there is no address', async () => {
  const { exit, out, err } = await startReconcile(['sandbox', '--env'], { cwd: '/', env: {} }).ended;
  expect([exit, out, err]).toEqual([1, '', expect.stringContaining('--port 4010')]);
});
