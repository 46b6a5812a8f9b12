import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NextPause, runInRounds } from '../../src/apply/run-in-rounds.ts';

/** Name of the run that has the claim, by project. */
type Claims = Map<string, string>;

type Turn = () => Promise<void>;

type Given = {
  readonly name: string;
  readonly projects: readonly string[];
  /** Turns that the work on a project takes. */
  readonly work: number;
  /** Number of pauses before it gives up. */
  readonly pauses: number;
  readonly maxConcurrent: number;
};

type Way = (run: Given, claims: Claims, turn: Turn) => Promise<readonly string[]>;

/** A read and a claim are one turn: Layers answers the second of two claims with 409. */
const attemptOf = (run: Given, claims: Claims, turn: Turn, done: string[]) => async (project: string) => {
  await turn();
  if (claims.has(project)) return { taken: true, project };
  claims.set(project, run.name);
  for (let step = 0; step < run.work; step += 1) await turn();
  if (claims.get(project) !== run.name) throw new Error(`${project} was taken from ${run.name}`);
  claims.delete(project);
  done.push(project);
  return { taken: false, project };
};

const pausesOf = (run: Given, turn: Turn) => (): NextPause => {
  let left = run.pauses;
  return async () => {
    if (left === 0) return 'over';
    left -= 1;
    await turn();
    return 'again';
  };
};

/** Projects that are done. */
const done: string[] = [];

const ours: Way = async (run, claims, turn) => {
  const { taken } = await runInRounds(run.projects, {
    attempt: attemptOf(run, claims, turn, done),
    maxConcurrent: run.maxConcurrent,
    pauses: pausesOf(run, turn),
    onBlocked: () => {},
    onDone: () => {},
  });
  return taken.map(({ project }) => project);
};

/** A wrong way: it gives up or waits while it has claims on other projects. */
const before: Way = async (run, claims, turn) => {
  const attempt = attemptOf(run, claims, turn, done);
  const late: string[] = [];
  const queue = [...run.projects];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const pause = pausesOf(run, turn)();
      let tried = await attempt(next);
      while (tried.taken && (await pause()) === 'again') tried = await attempt(next);
      if (tried.taken) late.push(next);
    }
  };
  await Promise.all(Array.from({ length: run.maxConcurrent }, lane));
  return late;
};

const PROJECTS = ['p1', 'p2', 'p3', 'p4'];

const aRun = (name: string): fc.Arbitrary<Given> =>
  fc.record({
    name: fc.constant(name),
    projects: fc.shuffledSubarray(PROJECTS, { minLength: 1 }),
    work: fc.integer({ min: 0, max: 6 }),
    pauses: fc.integer({ min: 0, max: 3 }),
    maxConcurrent: fc.integer({ min: 1, max: 3 }),
  });

const runs = fc.oneof(fc.tuple(aRun('a'), aRun('b')), fc.tuple(aRun('a'), aRun('b'), aRun('c')));

/** Whether every run gives up something, in some interleaving. */
const allGiveUp = (way: Way) =>
  fc.asyncProperty(fc.scheduler(), runs, async (scheduler, all) => {
    const claims: Claims = new Map();
    const turn = (): Promise<void> => scheduler.schedule(Promise.resolve());
    const late = await scheduler.waitFor(Promise.all(all.map((run) => way(run, claims, turn))));
    expect(late.some((given) => given.length === 0)).toBe(true);
    expect(claims.size).toBe(0);
  });

describe('runs over several projects', () => {
  test('never all give up because of each other, in any interleaving', async () => {
    await fc.assert(allGiveUp(ours), { numRuns: 300 });
  });

  test('would, if one waited or gave up while it has a claim', async () => {
    expect((await fc.check(allGiveUp(before), { numRuns: 3_000 })).failed).toBe(true);
  });

  test('a project that is taken forever does not block the others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), aRun('a'), fc.constantFrom(...PROJECTS), async (scheduler, run, dead) => {
        const claims: Claims = new Map([[dead, 'a run that died']]);
        done.length = 0;
        const late = await scheduler.waitFor(ours(run, claims, () => scheduler.schedule(Promise.resolve())));
        expect(late).toEqual(run.projects.filter((project) => project === dead));
        expect([...done].sort()).toEqual(run.projects.filter((project) => project !== dead).sort());
      }),
      { numRuns: 100 },
    );
  });

  test('each is tried again only without claims, and reported before each pause', async () => {
    const log: string[] = [];
    const held = new Map([['p1', 2]]);
    const result = await runInRounds(['p1', 'p2'], {
      attempt: async (project) => {
        log.push(`try ${project}`);
        const left = held.get(project) ?? 0;
        held.set(project, left - 1);
        return { taken: left > 0, project };
      },
      maxConcurrent: 1,
      pauses: () => async () => {
        log.push('pause');
        return 'again';
      },
      onBlocked: (blocked) => void log.push(`waits for ${blocked.map(({ project }) => project).join(' ')}`),
      onDone: (count) => void log.push(`${count} settled`),
    });
    expect(result).toEqual({
      done: [
        { taken: false, project: 'p2' },
        { taken: false, project: 'p1' },
      ],
      taken: [],
      stopped: false,
    });
    expect(log).toEqual(['try p1', 'try p2', '1 settled', 'try p1', 'waits for p1', 'pause', 'try p1', '2 settled']);
  });

  test('an interrupt ends the wait', async () => {
    const result = await runInRounds(['p1'], {
      attempt: async (project) => ({ taken: true, project }),
      maxConcurrent: 4,
      pauses: () => async () => 'stopped',
      onBlocked: () => {},
      onDone: () => {},
    });
    expect(result).toEqual({ done: [], taken: [{ taken: true, project: 'p1' }], stopped: true });
  });
});
