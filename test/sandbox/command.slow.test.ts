import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const main = resolve('dist/cli/main.js');
const world = resolve('examples/byo/world.yaml');

test.each(['0.0.0.0', '::', '192.168.0.1', 'example.com'])(
  'the command does not listen on %s, with a reason',
  (host) => {
    const { status, stderr } = spawnSync(process.execPath, [main, 'sandbox', world, '--host', host], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('Use a loopback address: 127.0.0.1, ::1 or localhost.');
  },
);

test('the command also takes its world as an option', async () => {
  const child = spawn(process.execPath, [main, 'sandbox', '--world', world, '--host', 'localhost', '--port', '0']);
  const [line]: Buffer[] = await once(child.stdout, 'data');
  const { origins } = JSON.parse(String(line));
  const health = await fetch(`${origins.layers}/__sandbox/health`);
  expect(await health.json()).toMatchObject({ status: 'ok' });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
