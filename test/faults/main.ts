// Injects every fault into every request of every scenario (those of this folder and each apply of the stories), and
// kills the real process around it. Prints what was done by kind of request, and a line to reproduce each violation.
//   npm run test:faults                                    all of it
//   npm run test:faults -- --shard 2/4                     the second of four parts, each for a machine of its own
//   npm run test:faults -- "SCENARIO"                      one scenario
//   npm run test:faults -- "SCENARIO" INDEX "FAULT"        one fault of it
// If a scenario writes to several projects at once, repeat the line: the order of their requests varies.
import { isStory } from './select.ts';
import { printed } from './print.ts';
import { type Shard, runAllFaults } from './shards.ts';
import { type Choice, type Tally, runSelection } from './run-selection.ts';
import { withStories } from './stories/play.ts';

/** `2/4` → 1 of 4. */
function shardOf(text: string): Shard {
  const [, turn = 0, of = 0] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []).map(Number);
  if (turn < 1 || turn > of) throw new RangeError(`--shard ${text} is not of the form 2/4`);
  return { shard: turn - 1, shards: of };
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--part') {
  const [choice = '{}'] = rest;
  // Written by `runAllFaults`.
  process.send?.(await runSelection(JSON.parse(choice) as Choice));
  process.disconnect?.();
} else if (first === '--shard') {
  const shard = shardOf(rest[0] ?? '');
  printTally(await withStories(undefined, (stories) => runAllFaults({ stories }, shard)), false);
} else {
  const [index, injected] = rest;
  const choice: Choice = {
    ...(first !== undefined && { scenario: first }),
    ...(index !== undefined && { index: Number(index) }),
    ...(injected !== undefined && { injected }),
  };
  const covered = (stories?: string) => {
    const all = { ...choice, ...(stories !== undefined && { stories }) };
    return index === undefined ? runAllFaults(all) : runSelection(all);
  };
  const tally = first === undefined || isStory(first) ? await withStories(first, covered) : await covered();
  printTally(tally, first === undefined);
}

function printTally(tally: Tally, whole: boolean): void {
  const { text, exit } = printed(tally, whole);
  console.log(text);
  process.exitCode = exit;
}
