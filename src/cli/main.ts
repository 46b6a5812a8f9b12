#!/usr/bin/env node
import { enableCompileCache } from './compile-cache.ts';
import { run } from './program.ts';
import { bareMachine, realMachine } from './real-machine.ts';

enableCompileCache();

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second one stops at once; the first lets the request in hand finish.
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error('stopped'));
  });
}

// `reconcile plan | head` closes the pipe early: nobody reads on, and that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  bare: bareMachine(stop.signal),
  whole: () => realMachine(stop.signal),
});
