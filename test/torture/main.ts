// Tortures every request of every scenario with every affliction, and kills the real process around it. Prints what was
// done by kind of request, and a line to reproduce each violation.
//   npm run torture                                    all of it
//   npm run torture -- "SCENARIO"                      one scenario
//   npm run torture -- "SCENARIO" INDEX "AFFLICTION"   one of it
import { printed } from './print.ts';
import { tortureAll } from './shards.ts';
import { tortureSome } from './some.ts';

const [first, ...rest] = process.argv.slice(2);
if (first === '--part') {
  const [part = '0', of = '1', scenario] = rest;
  process.send?.(
    await tortureSome({ part: Number(part), of: Number(of), ...(scenario !== undefined && { scenario }) }),
  );
  process.disconnect?.();
} else {
  const [index, affliction] = rest;
  const one = index !== undefined;
  const tally = one
    ? await tortureSome({
        scenario: first ?? '',
        index: Number(index),
        ...(affliction !== undefined && { affliction }),
      })
    : await tortureAll(first);
  const { text, exit } = printed(tally, first === undefined);
  console.log(text);
  process.exitCode = exit;
}
