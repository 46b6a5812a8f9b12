import { EXIT } from '../operations/index.ts';
import { leave, nodeMachine } from '../io/index.ts';
import { withToken } from './inputs.ts';
import { isFailure, startAction } from './run.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The runner sends both if a job is cancelled, then kills the process. The first lets the current request finish.
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort(new Error('stopped'));
  });
}

const machine = await nodeMachine(stop.signal);
const exit = await startAction({ ...machine, env: withToken(machine.env) });
process.exitCode = exit === EXIT.interrupted ? exit : isFailure(exit) ? 1 : 0;
if (stop.signal.aborted) await leave();
else stop.abort(new Error('over'));
