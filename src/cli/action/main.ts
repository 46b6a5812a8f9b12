import { realMachine } from '../real-machine.ts';
import { withToken } from './inputs.ts';
import { isFailure, startAction } from './road.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The runner sends both when a job is cancelled, and then ends us: the first lets the request in hand finish.
    if (stop.signal.aborted) process.exit(1);
    stop.abort(new Error('stopped'));
  });
}

const machine = await realMachine(stop.signal);
const exit = await startAction({ ...machine, env: withToken(machine.env) });
process.exitCode = isFailure(exit) ? 1 : 0;
