import { fail, ok, type Result } from '../../model/index.ts';
import { commitId, type GitMachine, headParents, treeChanges } from '../../io/index.ts';

/**
 * The first parent of HEAD, which must be the merge commit that GitHub made for the pull request: the plan of any other
 * checkout would not match the merge.
 *
 * @param head the last commit of the pull request's branch
 */
export async function baseOfMerge(head: string, folder: string, machine: GitMachine): Promise<Result<string>> {
  const here = await headParents(folder, machine);
  if (!here.ok) return here;
  const commit = here.value?.id;
  const [base, merged, ...more] = here.value?.parents ?? [];
  if (commit === undefined) {
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
  return ok(base);
}

/** Paths from the repository root of the changed files; both paths of a moved file. */
export async function changedFiles(
  from: string,
  folder: string,
  machine: GitMachine,
): Promise<Result<readonly string[]>> {
  const head = await commitId('HEAD', folder, machine);
  if (!head.ok) return head;
  if (head.value === undefined)
    return failed('git shows no commit here.', 'Check the repository out first, with actions/checkout.');
  const changes = await treeChanges(from, head.value, folder, machine);
  return changes.ok ? ok(changes.value.map(({ path }) => path)) : changes;
}

function failed(message: string, remedy: string): Result<never> {
  return fail({ code: 'base/unknown', message, remedy });
}
