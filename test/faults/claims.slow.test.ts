import { describe, expect, test } from 'vitest';
import { claimsIn } from './claims.ts';
import { type Arena, inArena, interleaved, startTogether } from './concurrent-runs.ts';

describe('two processes of the real program', () => {
  test('started together with one key: one writes, the other is refused or finds it done', async () => {
    await inArena(async (arena) => {
      expect((await startTogether(arena)).broken).toEqual([]);
    });
  });

  test('that both read before either writes: Layers accepts the first claim and refuses the other', async () => {
    await inArena(async (arena) => {
      bothLook(arena);
      const { broken, exits } = await startTogether(arena);
      expect(broken).toEqual([]);
      expect(exits, 'both read it without a claim').toBe('0 4');
    });
  });
});

describe('an apply that was killed while it held the claim', () => {
  test('keeps other machines out, by name, until the claim expires', async () => {
    await inArena(async (arena) => {
      const { harness, clock, start, named, project, writes, isApplied } = arena;
      await die(arena, '1', 'after its claim');
      const [claim] = claimsIn(harness.world(), [project]);
      expect(claim).toMatchObject({ run: named('1'), revision: 1 });

      const early = await (await start('2')).ended;
      expect([early.exit, isApplied()]).toEqual([4, false]);
      expect(early.err).toContain(named('1'));
      expect(early.err).toContain(claim?.until.toISOString());

      clock.set(new Date(Number(claim?.until) + 1_000).toISOString());
      harness.sandbox.advance('PT16M');
      const late = await (await start('2')).ended;
      expect([late.exit, isApplied()], late.err).toEqual([0, true]);
      expect(interleaved(writes(), [named('1')])).toEqual([]);
      expect(claimsIn(harness.world(), [project])).toEqual([]);
    });
  });

  test('is continued at once by the same CI run', async () => {
    await inArena(async (arena) => {
      const { start, isApplied, harness, project, writes } = arena;
      await die(arena, '1', 'after its first change');
      const again = await (await start('1')).ended;
      expect([again.exit, isApplied()], again.err).toEqual([0, true]);
      expect(claimsIn(harness.world(), [project])).toEqual([]);
      expect(interleaved(writes())).toEqual([]);
    });
  });
});

test('an apply that slept until its claim was taken over writes nothing more, and names the new holder', async () => {
  await inArena(async (arena) => {
    const { harness, clock, start, named, writes, isApplied } = arena;
    const sleeper = await start('1');
    // Asleep with the answer to its claim on the way: a laptop that was closed.
    await onWrite(arena, (count) => count === 1 && sleeper.child.kill('SIGSTOP'));
    clock.set('2026-11-10T12:16:00Z');
    harness.sandbox.advance('PT16M');
    const other = await (await start('2')).ended;
    expect([other.exit, isApplied()], other.err).toEqual([0, true]);

    sleeper.child.kill('SIGCONT');
    const { exit, out, err } = await sleeper.ended;
    expect(exit, `${out}${err}`).toBe(4);
    expect(interleaved(writes(), [named('1')])).toEqual([]);
    expect(
      writes()
        .filter(({ run, taken }) => run === named('1') && taken)
        .map(({ what }) => what),
    ).toEqual(['claim']);
  });
});

/** All answers about the project are late, so that processes which were started together see the same. */
function bothLook({ harness, project }: Arena): void {
  harness.sandbox.faults([
    { method: 'GET', path: `/v1/projects/${project}`, times: 100, fault: { kind: 'latency', ms: 1_000 } },
  ]);
}

/** Resolves when `act` reports that it has acted at a successful write. Writes count from 1. */
async function onWrite({ harness }: Arena, act: (count: number) => unknown): Promise<void> {
  let count = 0;
  await new Promise<void>((done) => {
    harness.intervene(({ method }, moment) => {
      if (moment === 'before' || method === 'GET') return;
      count += 1;
      if (act(count) === true) done();
    });
  });
  harness.intervene(undefined);
}

/** Killed (SIGKILL) at the moment when this write has taken effect. */
async function die(arena: Arena, run: string, when: 'after its claim' | 'after its first change'): Promise<void> {
  const { child, ended } = await arena.start(run);
  await onWrite(arena, (count) => count === (when === 'after its claim' ? 1 : 2) && child.kill('SIGKILL'));
  expect((await ended).exit).toBe(null);
}
