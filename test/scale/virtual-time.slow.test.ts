import { expect, test } from 'vitest';
import { documentsOfMany, worldOfMany } from '../support/many-layers.mjs';
import { runVirtually } from '../support/virtual-run.ts';
import { endpoint, settings } from '../support/worlds.ts';

const COUNT = 40;

test('a plan at the standard tier waits for minutes of the sandbox, and takes seconds', async () => {
  const { exit, out, elapsedMs, log } = await runVirtually(['plan'], {
    files: { ...documentsOfMany(COUNT), 'reconcile.yaml': settings({ transport: endpoint() }) },
    world: worldOfMany(COUNT, { tier: 'standard', switches: { rateLimits: true } }),
  });
  expect(out).toContain(`No changes: ${COUNT} layers`);
  expect(exit).toBe(0);
  // At most 120 a minute, and the first minute needs no wait.
  const minutes = Math.ceil(log.filter(({ api }) => api === 'layers').length / 120) - 1;
  expect(elapsedMs).toBeGreaterThan(minutes * 60_000);
  expect(log.filter(({ status, code }) => status === 429 || code === 40_100)).toEqual([]);
});
