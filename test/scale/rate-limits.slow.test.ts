import { expect, test } from 'vitest';
import { documentsOfMany, worldOfMany } from '../support/many-layers.mjs';
import { runVirtually } from '../support/virtual-run.ts';
import { endpoint, settings } from '../support/worlds.ts';

const COUNT = 70;
const PER_MINUTE = 120;

const files = { ...documentsOfMany(COUNT), 'reconcile.yaml': settings({ transport: endpoint() }) };
const worldWith = (switches: object) =>
  worldOfMany(COUNT, { tier: 'standard', switches: { rateLimits: true, ...switches } });

type Log = Awaited<ReturnType<typeof runVirtually>>['log'];

function refusalsIn(log: Log): number {
  return log.filter(({ status, code }) => status === 429 || code === 40_100).length;
}

/** Milliseconds that the limit of the tier alone requires; the first minute's requests need no time. */
function allowedMs(log: Log): number {
  return (log.filter(({ api }) => api !== 'tiktok').length / PER_MINUTE) * 60_000;
}

test.each([
  { name: 'answers show what is left', switches: {} },
  { name: 'answers show nothing', switches: { rateLimitHeaders: false } },
])('a plan at the standard tier takes the time of its calls, and no call is refused: $name', async ({ switches }) => {
  const { exit, out, err, elapsedMs, log } = await runVirtually(['plan'], { files, world: worldWith(switches) });
  // One call for each project and one for each config, of which 120 are free.
  expect(err).toBe(
    `Reading ${COUNT} layers takes at least 1 minute: Layers allows this key 120 reads a minute, and at least 140 are needed.\n`,
  );
  expect(out).toContain(`No changes: ${COUNT} layers`);
  expect(exit).toBe(0);
  expect(refusalsIn(log)).toBe(0);
  expect(elapsedMs).toBeGreaterThan(60_000);
  expect(elapsedMs).toBeLessThanOrEqual(1.05 * allowedMs(log));
});

test.each([
  { name: 'answers show what is left', switches: {}, most: 0 },
  { name: 'answers show nothing', switches: { rateLimitHeaders: false }, most: 3 },
])('another client takes half of the budget: it finishes with few refusals: $name', async ({ switches, most }) => {
  const { exit, out, elapsedMs, log } = await runVirtually(['plan'], {
    files,
    world: worldWith(switches),
    rivalReadsPerSecond: PER_MINUTE / 2 / 60,
  });
  expect(out).toContain(`No changes: ${COUNT} layers`);
  expect(exit).toBe(0);
  expect(refusalsIn(log) / Math.ceil(elapsedMs / 60_000)).toBeLessThanOrEqual(most);
});
