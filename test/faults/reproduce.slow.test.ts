import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { withFaultHarness } from './harness.ts';
import { select } from './select.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { withStories } from './stories/play.ts';

const own = scenarios.find(({ kinds }) => kinds.length === 2 && kinds.includes('cost-cap'));
/**
 * Its name contains characters that are special in a shell. It writes to one project: with several, their requests have
 * no fixed order, so a number is not always the same request.
 */
const story = "story exit-codes.slow: exit codes, the first that holds > 'apply --auto-approve': +0, 'all done'";

test.each([
  { from: 'its own scenario', name: own?.name ?? '', find: async () => (own === undefined ? -1 : configAt(own)) },
  {
    from: 'a story',
    name: story,
    find: () => withStories(story, async (folder) => configAt(one(select(story, folder)))),
  },
])(
  'the line printed for a violation reproduces it, and finds nothing if the apply is correct: $from',
  {
    timeout: 240_000,
  },
  async ({ name, find }) => {
    const first = await shell(`FAULTS_BREAK="calls failed done" npm run test:faults -- "${name}" ${await find()}`);
    const violations = [
      ...first.out.matchAll(/^(it calls .*)\n {8}(FAULTS_BREAK="[^"]*" (npm run test:faults -- .*))$/gm),
    ];
    expect(first.exit, first.out).toBe(1);
    expect(violations.length).toBeGreaterThan(1);
    for (const [, broken, line, whole] of violations.slice(0, 3)) {
      const again = await shell(line ?? '');
      expect([again.exit, again.out]).toEqual([1, expect.stringContaining(broken ?? '')]);
      expect(again.out, 'one request, one fault').toMatch(/^ +1 {2}requests × faults$/m);
      const well = await shell(whole ?? '');
      expect([well.exit, well.out]).toEqual([0, expect.stringMatching(/^ +0 {2}violations$/m)]);
    }
  },
);

/** Of its requests the one that writes the config. */
function configAt(scenario: Scenario): Promise<number> {
  return withFaultHarness(
    scenario,
    async ({ asked }) => asked.find(({ kind }) => kind.startsWith('config'))?.index ?? -1,
  );
}

function one<T>([only]: readonly T[]): T {
  if (only === undefined) throw new Error('nothing is called so');
  return only;
}

function shell(line: string): Promise<{ readonly exit: number; readonly out: string }> {
  return new Promise((done) => {
    execFile('sh', ['-c', line], (error, stdout) => done({ exit: Number(error?.code ?? 0), out: stdout }));
  });
}
