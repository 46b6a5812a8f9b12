// Tortures every request of every scenario, the torture's own and each apply of the stories, with every affliction, and
// kills the real process around it. Prints what was done by kind of request, and a line to reproduce each violation.
//   npm run torture                                    all of it
//   npm run torture -- --shard 2/4                     the second of four parts, each for a machine of its own
//   npm run torture -- "SCENARIO"                      one scenario
//   npm run torture -- --shard 2/4                     the second of four parts, each for a machine of its own
//   npm run torture -- "SCENARIO" INDEX "AFFLICTION"   one of it
import { isStory } from './chosen.ts';
import { printed } from './print.ts';
import { type Shard, tortureAll } from './shards.ts';
import { type Choice, type Tally, tortureSome } from './some.ts';
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
  // Written by `tortureAll`.
  process.send?.(await tortureSome(JSON.parse(choice) as Choice));
  process.disconnect?.();
} else if (first === '--shard') {
  const shard = shardOf(rest[0] ?? '');
  tell(await withStories(undefined, (stories) => tortureAll({ stories }, shard)), false);
} else {
  const [index, affliction] = rest;
  const choice: Choice = {
    ...(first !== undefined && { scenario: first }),
    ...(index !== undefined && { index: Number(index) }),
    ...(affliction !== undefined && { affliction }),
  };
  const tortured = (stories?: string) => {
    const all = { ...choice, ...(stories !== undefined && { stories }) };
    return index === undefined ? tortureAll(all) : tortureSome(all);
  };
  const tally = first === undefined || isStory(first) ? await withStories(first, tortured) : await tortured();
  tell(tally, first === undefined);
}

function tell(tally: Tally, whole: boolean): void {
  const { text, exit } = printed(tally, whole);
  console.log(text);
  process.exitCode = exit;
}
