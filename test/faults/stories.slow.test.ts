import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withFaultHarness } from './harness.ts';
import { transientFaults, persistentFaults } from './injected-faults.ts';
import { fromStories } from './stories/from-stories.ts';
import { NOT_RECORDED } from './stories/not-recorded.ts';
import { withStories } from './stories/play.ts';

/** Files with stories that apply something. */
const storyFiles = readdirSync('test/stories')
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => /\brun\(\s*[`']apply\b/.test(readFileSync(`test/stories/${file}`, 'utf8')))
  .map((file) => file.replace(/(\.slow)?\.test\.ts$/, ''))
  .filter((name) => name !== 'invariants' && !NOT_RECORDED.includes(name));

test('each apply of a story: the invariants hold for any fault of one of its writes', {
  // Hundreds of applies, each with its three runs.
  timeout: 2_400_000,
}, async () => {
  await withStories(undefined, async (folder) => {
    const all = [...transientFaults, ...persistentFaults];
    const broken: string[] = [];
    const applied = new Map<string, number>();
    for (const [row, scenario] of fromStories(folder).entries()) {
      await withFaultHarness(scenario, async ({ asked, runWithFault }) => {
        const writes = asked.filter(({ kind }) => kind !== 'read');
        applied.set(scenario.name, writes.length);
        for (const [turn, { index }] of writes.entries()) {
          const injected = all[(row + turn * 5) % all.length] ?? transientFaults[0];
          const successor = (row + turn) % 3 === 0 ? 'another machine' : 'the same run';
          if (injected === undefined) throw new Error('there are no faults');
          for (const violation of await runWithFault(index, injected, successor))
            broken.push(`${scenario.name}, request ${index}, ${injected.name}: ${violation}`);
        }
      });
    }
    expect(broken).toEqual([]);
    expect(storyFiles.length).toBeGreaterThan(10);
    const files = new Set([...applied.keys()].map((name) => /^story ([^:]+):/.exec(name)?.[1]));
    expect(
      storyFiles.filter((file) => !files.has(file)),
      'stories without a recording',
    ).toEqual([]);
    expect(
      applied.get('story saved-plan: a saved plan > is shown as it was made, and applied'),
      'a saved plan that was sealed again is applied',
    ).toBeGreaterThan(0);
  });
});
