import { commitId, commitsSince, firstParents, type GitMachine, isShallow, mergeBase } from '../../io/index.ts';
import type { LastDeployed } from '../../github/index.ts';
import { fail, ok, type Problem, type Result } from '../../model/index.ts';
import { BY_DIGEST } from '../review/assign-layers.ts';

export type Commit = {
  readonly id: string;
  /** The first parent; `undefined` for the root commit. */
  readonly parent: string | undefined;
};

export type Range = {
  readonly head: string;
  /** The last commit after which nothing was open; `undefined`: start at the root commit. */
  readonly from: string | undefined;
  /** The commit before the push, whose settings were reviewed earlier; `undefined` for the root commit. */
  readonly before: string | undefined;
  /** Those of the push. Without a push, all. */
  readonly pushed: ReadonlySet<string>;
  /** The last applied commit, if it is no longer in the history. */
  readonly lost?: string;
  /** Along the first parents, newest first. */
  readonly commits: readonly Commit[];
  /** Every commit that was ever the tip of the branch. */
  readonly branch: ReadonlySet<string>;
};

/**
 * The commits of HEAD that are not in the last settled deployment; without one, all. A deployment ahead of HEAD is a
 * problem: this is an old run, and its documents were replaced since.
 *
 * @param before commit of the branch before the push, according to the event; `undefined` without a push
 */
export async function readRange(
  root: string,
  { settled, ended }: LastDeployed,
  before: string | undefined,
  machine: GitMachine,
): Promise<Result<Range>> {
  const head = await commitId('HEAD', root, machine);
  if (!head.ok) return head;
  if (head.value === undefined) return fail(noRepository);
  const isPart = await isShallow(root, machine);
  if (!isPart.ok) return isPart;
  if (isPart.value) return fail(shallow);
  const listed = await firstParents(head.value, root, machine);
  if (!listed.ok) return listed;
  const later = await mergeBaseOf(ended, head.value, root, machine);
  if (!later.ok) return later;
  if (later.value?.common === head.value && later.value.commit !== head.value) {
    return fail(olderRun(head.value, later.value.commit));
  }
  // If the branch was rewritten, everything since the histories diverged counts.
  const last = await mergeBaseOf(settled, head.value, root, machine);
  if (!last.ok) return last;
  const from = last.value?.common;
  const all = listed.value.map(({ id, parents }): Commit => ({ id, parent: parents[0] }));
  const branch = new Set(all.map(({ id }) => id));
  const fresh = from === undefined ? ok(branch) : await commitsSince(from, head.value, root, machine);
  if (!fresh.ok) return fresh;
  const push = await pushOf(before, { head: head.value, all, branch }, root, machine);
  if (!push.ok) return push;
  return ok({
    head: head.value,
    from,
    ...push.value,
    ...(settled !== undefined && from === undefined && { lost: settled }),
    commits: all.filter(({ id }) => fresh.value.has(id)),
    branch,
  });
}

async function pushOf(
  before: string | undefined,
  { head, all, branch }: { readonly all: readonly Commit[] } & Pick<Range, 'head' | 'branch'>,
  root: string,
  machine: GitMachine,
): Promise<Result<Pick<Range, 'before' | 'pushed'>>> {
  // A new branch has no commit before.
  const known = before === undefined || /^0*$/.test(before) ? undefined : before;
  const start = await mergeBaseOf(known, head, root, machine);
  if (!start.ok) return start;
  if (start.value === undefined) return ok({ before: all[0]?.parent, pushed: branch });
  const pushed = await commitsSince(start.value.common, head, root, machine);
  return pushed.ok ? ok({ before: start.value.common, pushed: pushed.value }) : pushed;
}

const none = ok(undefined);

/** `undefined` without a commit, if git does not know it, or there is no common ancestor. */
async function mergeBaseOf(
  ref: string | undefined,
  head: string,
  root: string,
  machine: GitMachine,
): Promise<Result<{ readonly commit: string; readonly common: string } | undefined>> {
  if (ref === undefined) return none;
  const commit = await commitId(ref, root, machine);
  if (!commit.ok || commit.value === undefined) return commit.ok ? none : commit;
  const common = await mergeBase(commit.value, head, root, machine);
  if (!common.ok) return common;
  return ok(common.value === undefined ? undefined : { commit: commit.value, common: common.value });
}

const noRepository: Problem = {
  code: 'base/unknown',
  message: 'The folder is not in a git repository, so the merged updates are unknown.',
  remedy: 'Run actions/checkout with fetch-depth: 0 first.',
};

const shallow: Problem = {
  code: 'base/unknown',
  message: 'The clone is shallow, so the updates since the last apply are unknown.',
  remedy: 'Set fetch-depth: 0 in actions/checkout.',
};

function olderRun(head: string, last: string): Problem {
  return {
    code: 'github/not-reviewed',
    message: `This run is for ${head.slice(0, 7)}, but an apply of the later commit ${last.slice(0, 7)} has already ended.`,
    remedy: 'Run that one again if it left something open: it contains or replaces the changes of this one.',
  };
}

/** A problem, because commits in between would be skipped silently. */
export function historyLost(lost: string, branch: string): Problem {
  return {
    code: 'github/not-reviewed',
    message: `The last applied commit ${lost.slice(0, 7)} is no longer on ${branch}, so the updates since then are unknown.`,
    remedy: BY_DIGEST,
  };
}
