// Runs a command as the program does, with the APIs in another process: plan-in-process.mjs FOLDER ARGUMENT…
// Waits for rate limits take no time: they are on a clock of their own.
import { nodeMachine, tuneV8 } from '../../../src/io/index.ts';
import { run } from '../../../src/cli/program.ts';
import { runAsMain } from '../../../src/cli/run-as-main.ts';

const [folder = '.', ...argv] = process.argv.slice(2);
process.chdir(folder);
let waitedMs = 0;
tuneV8();
await runAsMain((bare, stop) =>
  run(argv, {
    bare,
    full: async () => ({
      ...(await nodeMachine(stop)),
      now: () => new Date(Date.now() + waitedMs),
      sleep: async (ms) => {
        waitedMs += ms;
      },
    }),
  }),
);
