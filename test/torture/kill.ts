import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Bed } from './torture.ts';

/** When the real process is killed, around one of its requests. */
export type Instant = 'before it takes effect' | 'after it took effect';

/**
 * Runs the command in a process of its own and kills it (SIGKILL) around its request number `index`. The laws are
 * checked like for any other first run, except that a dead process tells nothing.
 */
export function killed(
  { lawful, listen, stage, scenario }: Bed,
  index: number,
  instant: Instant,
): Promise<readonly string[]> {
  return lawful(async () => {
    if (instant === 'before it takes effect') {
      stage.sandbox.faults([{ path: '*', after: index, fault: { kind: 'reset-before' } }]);
    }
    const args = scenario.line.split(' ');
    const child = spawn(process.execPath, [resolve('dist/cli/main.js'), ...args], {
      cwd: stage.folder,
      env: {
        PATH: process.env.PATH,
        ...stage.env,
        GITHUB_RUN_ID: '4711',
        GITHUB_REPOSITORY: 'acme/ads',
        RUNNER_TEMP: stage.folder,
      },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.on('error', () => {});
    child.stdin.end(scenario.input ?? '');
    const dead = new Promise<void>((done) => child.once('close', () => done()));
    let count = 0;
    listen((moment) => {
      if (moment !== 'after') return;
      if (count === index) child.kill('SIGKILL');
      count += 1;
    });
    await dead;
    return undefined;
  });
}
