// Tortures every request of every scenario, the torture's own and each apply of the stories, with every affliction, and
// kills the real process around it. Prints what was done by kind of request, and a line to reproduce each violation.
//   npm run torture                                    all of it
//   npm run torture -- "SCENARIO"                      one scenario
//   npm run torture -- "SCENARIO" INDEX "AFFLICTION"   one of it
import { isStory } from './chosen.ts';
import { printed } from './print.ts';
import { tortureAll } from './shards.ts';
import { type Choice, tortureSome } from './some.ts';
import { withStories } from './stories/play.ts';

const [first, ...rest] = process.argv.slice(2);
if (first === '--part') {
  const [choice = '{}'] = rest;
  // Written by `tortureAll`.
  process.send?.(await tortureSome(JSON.parse(choice) as Choice));
  process.disconnect?.();
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
  const { text, exit } = printed(tally, first === undefined);
  console.log(text);
  process.exitCode = exit;
}
