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
    return failed('There is no commit here.', 'Run actions/checkout first.');
  }
  if (base === undefined) {
    return failed(
      'The clone is shallow: it does not have the parents of the checked-out commit.',
      'Set fetch-depth: 2 in actions/checkout.',
    );
  }
  if (merged !== head || more.length > 0) {
    return failed(
      `The checked-out commit ${commit.slice(0, 12)} is not the merge commit of the pull request.`,
      'Remove ref from actions/checkout; on pull_request, it checks out the merge commit.',
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
  if (head.value === undefined) return failed('There is no commit here.', 'Run actions/checkout first.');
  const changes = await treeChanges(from, head.value, folder, machine);
  return changes.ok ? ok(changes.value.map(({ path }) => path)) : changes;
}

function failed(message: string, remedy: string): Result<never> {
  return fail({ code: 'base/unknown', message, remedy });
}
