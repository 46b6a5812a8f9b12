import { nodeMachine, tuneV8 } from '../io/index.ts';
import { run } from './program.ts';
import { runAsMain } from './run-as-main.ts';

/** Runs any command line. */
export function start(argv: readonly string[]): Promise<void> {
  return runAsMain((bare, stop) =>
    run(argv, {
      bare,
      full: () => {
        tuneV8();
        return nodeMachine(stop);
      },
    }),
  );
}
