import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startReconcile } from '../support/process.ts';

test('an apply shows on standard error what it does and why it waits', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'reconcile-activity-'));
  try {
    await cp('examples/agency', cwd, { recursive: true });
    // In a process of its own, a sandbox waits as the real APIs do.
    const sandbox = startReconcile(['sandbox'], { cwd, env: {} });
    const [line]: Buffer[] = await once(sandbox.child.stdout ?? sandbox.child, 'data');
    const { env } = JSON.parse(String(line));
    await fetch(`${env.LAYERS_API_URL}/__sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'GET', path: '*/ad-accounts', fault: { kind: 'throttle', retryAfter: 4 } }),
    });
    const { out, err } = await startReconcile(['apply', '--auto-approve'], { cwd, env }).ended;
    sandbox.child.kill('SIGTERM');
    await sandbox.ended;
    expect(err).toMatch(/calls: Layers \d+, TikTok \d+ · waiting \d+s for Layers, which asked to wait · \d+s$/m);
    expect(err).toMatch(/^Reading layers: 1 of 1 · calls: Layers \d+, TikTok \d+ · .*\d+s$/m);
    expect(out).not.toMatch(/waiting \d+s/);
    // It is not shorter than the lines say: from one line to the next it is never silent for long.
    const seconds = [...err.matchAll(/(\d+)s$/gm)].map(([, text]) => Number(text));
    expect(seconds[0]).toBeLessThanOrEqual(2);
    expect(seconds.slice(1).every((at, index) => at - (seconds[index] ?? 0) <= 4)).toBe(true);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});
