import type { GitFault } from '../machine.ts';
import type { Problem } from '../model/index.ts';

/**
 * The problem of an unreadable repository; remedies differ by cause. git's own text is not shown: it can quote files of
 * the machine.
 *
 * @param folder where git ran
 */
export function gitProblem(why: GitFault | 'no' | 'unparsable', folder: string): Problem {
  return { ...PROBLEMS[why](folder) };
}

type ProblemFor = (folder: string) => Problem;

const failed: ProblemFor = (folder) => ({
  code: 'base/unreadable',
  message: `git could not read the repository of ${folder}.`,
  remedy: 'Run git fsck there. reconcile needs git 2.30 or newer.',
});

const PROBLEMS: Readonly<Record<GitFault | 'no' | 'unparsable', ProblemFor>> = {
  'not-installed': () => ({
    code: 'base/no-git',
    message: 'git is not installed, or is not on the PATH.',
    remedy: 'Install git.',
  }),
  'no-repository': (folder) => ({
    code: 'base/no-repository',
    message: `${folder} is not in a git repository.`,
    remedy: 'Run the command in a clone of your repository. A plan without --base needs none.',
  }),
  'other-owner': (folder) => ({
    code: 'base/other-owner',
    message: `git does not read the repository of ${folder}, because it is owned by another user.`,
    remedy: `If you trust it, run: git config --global --add safe.directory ${folder}`,
  }),
  'missing-objects': (folder) => ({
    code: 'base/partial',
    message: `The clone at ${folder} does not have all files of the commit. It is a partial clone, or damaged.`,
    remedy:
      'Clone without a filter (in actions/checkout: without filter), or fetch the rest: git fetch --refetch --no-filter',
  }),
  stopped: () => ({ code: 'base/unreadable', message: 'git was stopped.', remedy: 'Start the command again.' }),
  no: failed,
  unparsable: failed,
  failed,
};
