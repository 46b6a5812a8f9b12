import type { Machine } from '../../machine.ts';
import type { Result } from '../../model/index.ts';

/**
 * The first parent of the commit that is checked out: the tip of the base branch, where that commit is the merge that
 * GitHub made of a pull request. Any other checkout would plan something that nobody merges, so it is a problem.
 *
 * @param head the last commit of the pull request's branch
 */
export async function baseOfMerge(
  head: string,
  folder: string,
  machine: Pick<Machine, 'git'>,
): Promise<Result<string>> {
  const listed = (await machine.git(['rev-list', '--parents', '--max-count=1', 'HEAD'], folder))?.trim();
  const [commit, base, merged, ...more] = listed?.split(' ') ?? [];
  if (commit === undefined || commit === '') {
    return failed('git shows no commit here.', 'Check the repository out first, with actions/checkout.');
  }
  if (base === undefined) {
    return failed(
      'The parents of the commit that is checked out are not there; the clone is shallow.',
      'Set fetch-depth: 2 in actions/checkout.',
    );
  }
  if (merged !== head || more.length > 0) {
    return failed(
      `What is checked out (${commit.slice(0, 12)}) is not the merge commit of the pull request.`,
      'Leave ref out in actions/checkout: on pull_request it checks the merge commit out.',
    );
  }
  return { ok: true, value: base };
}

/** Addresses of the files that differ between two commits, from the top of the repository; of moved ones both. */
export async function changedFiles(
  from: string,
  folder: string,
  machine: Pick<Machine, 'git'>,
): Promise<Result<readonly string[]>> {
  const listed = await machine.git(['diff', '--name-only', '--no-renames', '-z', from, 'HEAD', '--'], folder);
  return listed === undefined
    ? failed('git could not compare the pull request with its base.', 'Set fetch-depth: 2 in actions/checkout.')
    : { ok: true, value: listed.split('\0').filter((path) => path !== '') };
}

function failed(message: string, remedy: string): Result<never> {
  return { ok: false, problems: [{ code: 'base/unknown', message, remedy }] };
}
