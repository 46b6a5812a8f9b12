import { expect, test } from 'vitest';
import { inArena, startTogether } from './concurrent-runs.ts';

/** Milliseconds that answers about the project are late, so that the two see the same, or one a little more than the other. */
const LATE = [0, 40, 120, 250];

test('two processes started together, 50 times, with one key: never two writers', { timeout: 300_000 }, async () => {
  await inArena(async (arena) => {
    const { harness, project, restart } = arena;
    const ends = new Map<string, number>();
    for (let turn = 0; turn < 50; turn += 1) {
      restart();
      const ms = LATE[turn % LATE.length] ?? 0;
      if (ms > 0) {
        const path = `/v1/projects/${project}`;
        harness.sandbox.faults([{ method: 'GET', path, times: 100, fault: { kind: 'latency', ms } }]);
      }
      const { broken, exits } = await startTogether(arena);
      expect(broken, `turn ${turn}`).toEqual([]);
      ends.set(exits, (ends.get(exits) ?? 0) + 1);
    }
    expect(ends.get('0 4') ?? 0, 'most of them met').toBeGreaterThan(25);
  });
});
