import { execFileSync } from 'node:child_process';
import { bareMachine } from '../../src/io/node-machine.ts';
import type { StoryHarness } from './harness.ts';

const real = bareMachine(new AbortController().signal);

/** The environment that a command needs to see the git repository of its folder. */
export const withGit = { git: real.git, gitBlobs: real.gitBlobs, gitSizes: real.gitSizes };

/** Git in the folder of a story: without user settings and without a clock. */
export function gitIn({ folder }: Pick<StoryHarness, 'folder'>) {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Maya',
        GIT_AUTHOR_EMAIL: 'maya@example.com',
        GIT_AUTHOR_DATE: '2026-11-01T00:00:00Z',
        GIT_COMMITTER_NAME: 'Maya',
        GIT_COMMITTER_EMAIL: 'maya@example.com',
        GIT_COMMITTER_DATE: '2026-11-01T00:00:00Z',
      },
    });
  return {
    git,
    /** Commits everything, and answers with the commit's id. */
    commit: (message: string): string => {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD').trim();
    },
    init: (): void => void git('init', '--quiet', '--initial-branch=main'),
  };
}
