import { bareMachine, leave, tuneV8 } from '../io/index.ts';
import type { ExitCode } from '../operations/index.ts';
import type { BareMachine } from './run-command.ts';

/** Runs a command in this process: signals stop it, and the exit code is that of the command. */
export async function runAsMain(run: (bare: BareMachine, stop: AbortSignal) => Promise<ExitCode>): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal exits immediately; the first lets the current request finish.
      if (stop.signal.aborted) process.exit(130);
      stop.abort(new Error('stopped'));
    });
  }

  // `reconcile plan | head` closes the pipe early. The run continues: an apply must not stop half-way. Other errors of
  // standard output are reported once.
  let hasFailed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || hasFailed) return;
    hasFailed = true;
    // The run may have ended already, or may end later: either way, the output is incomplete.
    if (process.exitCode === undefined || process.exitCode === 0) process.exitCode = 1;
    process.stderr.write(`disk/unwritable\n\nStandard output could not be written (${error.code}).\n`);
  });
  process.stderr.on('error', () => {});

  const bare = bareMachine(stop.signal);
  process.exitCode = await run({ ...bare, files: { ...bare.files, prepare } }, stop.signal);
  if (hasFailed && process.exitCode === 0) process.exitCode = 1;
  // Do not wait for unfinished work, such as a wait for a rate limit.
  if (stop.signal.aborted) await leave();
  else stop.abort(new Error('over'));
}

/** For fewer documents, `tuneV8` takes longer than it saves. */
const MANY_DOCUMENTS = 500;

function prepare(documents: number): void {
  if (documents >= MANY_DOCUMENTS) tuneV8();
}
