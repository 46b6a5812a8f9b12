import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Machine } from '../../src/machine.ts';
import type { Trees } from '../support/fake-github/trees.ts';
import { withGit } from '../support/repository.ts';

/** `null` removes a file. */
export type Files = Readonly<Record<string, string | null>>;

/** Git in GitHub's own copy of a repository. */
export type Hub = {
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  /** Puts a commit on a branch, which begins at `main` if it is new. Answers with its id. */
  readonly commit: (branch: string, files: Files, message?: string) => string;
  /** Puts a link to a file onto `main`. */
  readonly link: (path: string, to: string) => void;
  /** The merge with `main` that GitHub tries out for a pull request; answers with its id. Throws `MergeConflict`. */
  readonly tryMerge: (number: number, head: string) => string;
  /** Merges into `main`. Throws `MergeConflict`. */
  readonly merge: (how: 'merge' | 'squash' | 'rebase', head: string, message: string) => void;
  /** Git on a runner. */
  readonly machine: Pick<Machine, 'git' | 'gitBlobs' | 'gitSizes'>;
  /** Folders of commits, for GitHub's API; absent: GitHub reads the folder of the repository. */
  readonly trees?: Trees;
  /** Like actions/checkout: one commit in an empty folder, with the given depth (0: the whole history). */
  readonly checkOut: (workspace: string, commit: string, depth: number, repository: string) => void;
};

/** The branches cannot be merged without a person. */
export class MergeConflict extends Error {}

/** A repository whose `main` has these files. @param home folder of the git settings, which are empty */
export function hubIn(folder: string, home: string, files: Files): Hub {
  let commits = 0;
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  placeNow(folder, files);
  record('first');
  return {
    folder,
    git,
    commit: (branch, changed, message = `Change ${Object.keys(changed).join(', ')}`) => {
      const there = git('branch', '--list', branch) !== '';
      git('checkout', '--quiet', ...(there ? [branch] : ['-b', branch, 'main']));
      placeNow(folder, changed);
      const id = record(message);
      git('checkout', '--quiet', 'main');
      return id;
    },
    link: (path, to) => {
      symlinkSync(to, join(folder, path));
      record(`Link ${path}`);
    },
    tryMerge: (number, head) => {
      commits += 1;
      git('checkout', '--quiet', '--detach', 'main');
      const message = `Merge ${head} into ${git('rev-parse', 'main')}`;
      orConflict(() => git('merge', '--quiet', '--no-ff', '--message', message, head));
      const merge = git('rev-parse', 'HEAD');
      git('update-ref', `refs/pull/${number}/merge`, merge);
      git('update-ref', `refs/pull/${number}/head`, head);
      git('checkout', '--quiet', 'main');
      return merge;
    },
    merge: (how, head, message) => {
      git('checkout', '--quiet', 'main');
      commits += 1;
      orConflict(() => {
        if (how === 'merge') git('merge', '--quiet', '--no-ff', '--message', message, head);
        if (how === 'squash') {
          git('merge', '--quiet', '--squash', head);
          git('commit', '--quiet', '--allow-empty', '--message', message);
        }
        if (how === 'rebase') {
          git('cherry-pick', '--keep-redundant-commits', `${git('merge-base', 'main', head)}..${head}`);
        }
      });
    },
    machine: withGit,
    checkOut: (workspace, commit, depth, repository) => {
      const inside = (...args: readonly string[]): string => gitIn(workspace, ...args);
      inside('init', '--quiet', '--initial-branch=main');
      const deep = depth === 0 ? [] : [`--depth=${depth}`];
      const all = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'] : [];
      inside('fetch', '--quiet', '--no-tags', ...deep, `file://${folder}`, commit, ...all);
      inside('checkout', '--quiet', '--force', commit);
      inside('remote', 'add', 'origin', `https://github.com/${repository}`);
    },
  };

  function orConflict(merge: () => void): void {
    const before = git('rev-parse', 'HEAD');
    try {
      merge();
    } catch (error) {
      git('cherry-pick', '--quit');
      git('reset', '--quiet', '--hard', before);
      git('checkout', '--quiet', 'main');
      throw new MergeConflict('The merge conflicts.', { cause: error });
    }
  }

  function git(...args: readonly string[]): string {
    return gitIn(folder, ...args);
  }

  /** Every commit a second after the one before, so that no two are the same. */
  function gitIn(cwd: string, ...args: readonly string[]): string {
    const date = new Date(Date.UTC(2026, 10, 1) + commits * 1_000).toISOString();
    return execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...GIT_ENV, PATH: process.env.PATH, HOME: home, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    }).trim();
  }

  function record(message: string): string {
    commits += 1;
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  }
}

const GIT_ENV = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Maya',
  GIT_AUTHOR_EMAIL: 'maya@example.com',
  GIT_COMMITTER_NAME: 'Maya',
  GIT_COMMITTER_EMAIL: 'maya@example.com',
};

function placeNow(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    if (text === null) rmSync(file, { force: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}
