import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startReconcile } from '../support/process.ts';
import { KEY, worldOfMany } from '../support/many-layers.mjs';

/** 3 s on two idle cores. */
const MAX_CPU_SECONDS = 6;
const MAX_MEMORY_KIB = 300 * 1024;

test('a world of 10,000 projects loads in seconds and in less than 300 MiB', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-scale-'));
  try {
    writeFileSync(join(folder, 'world.json'), worldOfMany(10_000));
    const { child, ended } = startReconcile(['sandbox', '--world', 'world.json'], { cwd: folder, env: {} });
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (chunk) => resolve(String(chunk)));
      void ended.then(({ err }) => reject(new Error(err)));
    });
    const { peakKib, cpuSeconds } = usageOf(child.pid);
    const { origins } = JSON.parse(line) as { readonly origins: { readonly layers: string } };
    const last = `${origins.layers}/v1/projects/254a4ce1-f4ca-42b1-9e36-${(9_999).toString(16).padStart(12, '0')}`;
    const answer = await fetch(last, { headers: { authorization: `Bearer ${KEY}` } });
    expect(await answer.json()).toMatchObject({ name: 'client-09999' });
    expect(peakKib).toBeLessThan(MAX_MEMORY_KIB);
    expect(cpuSeconds).toBeLessThan(MAX_CPU_SECONDS);
    child.kill('SIGTERM');
    await ended;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Of a running process, as Linux counts: `utime` and `stime` in hundredths of a second. */
function usageOf(pid: number | undefined): { readonly peakKib: number; readonly cpuSeconds: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').slice(13, 15).map(Number);
  return { peakKib: Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]), cpuSeconds: (user + system) / 100 };
}
