import { posix } from 'node:path';
import {
  commitId,
  commitsSince,
  firstParents,
  type GitMachine,
  isShallow,
  mergeBase,
  type TreeChange,
  treeChanges,
  type TreeEntry,
  filesOf,
} from '../../io/index.ts';
import type { LastDeployed } from '../../github/index.ts';
import { fail, ok, type Problem, type Result, settingsFilePaths } from '../../model/index.ts';
import { documentMatcher, isReadable } from '../../settings/index.ts';
import { BY_DIGEST } from '../review/assign-layers.ts';

export type Commit = {
  readonly id: string;
  /** The first parent; `undefined` for the root commit. */
  readonly parent: string | undefined;
};

export type Range = {
  readonly head: string;
  /** The last applied commit or its substitute; `undefined`: start at the root commit. */
  readonly from: string | undefined;
  readonly since: 'deployment' | 'push' | 'parent';
  /** The last applied commit, if it is no longer in the history. */
  readonly lost?: string;
  /** Along the first parents, newest first. */
  readonly commits: readonly Commit[];
  /** Every commit that was ever the tip of the branch. */
  readonly branch: ReadonlySet<string>;
};

/**
 * The commits of HEAD that are not in the last deployment; without one, those of the push. A deployment ahead of HEAD
 * is a problem: this is an old run, and its documents were replaced since.
 *
 * @param before commit of the branch before the push, according to the event
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
  const all = listed.value.map(({ id, parents }): Commit => ({ id, parent: parents[0] }));
  const branch = new Set(all.map(({ id }) => id));
  const later = ended === undefined ? none : await mergeBaseOf(ended, head.value, root, machine);
  if (!later.ok) return later;
  if (later.value?.common === head.value && later.value.commit !== head.value) {
    return fail(olderRun(head.value, later.value.commit));
  }
  const start = await startOf(head.value, settled, before, root, machine);
  if (!start.ok) return start;
  const { from } = start.value;
  const fresh = from === undefined ? branch : await commitsSince(from, head.value, root, machine);
  if ('ok' in fresh && !fresh.ok) return fresh;
  const ids = 'ok' in fresh ? fresh.value : fresh;
  return ok({ head: head.value, ...start.value, commits: all.filter(({ id }) => ids.has(id)), branch });
}

async function startOf(
  head: string,
  deployed: string | undefined,
  before: string | undefined,
  root: string,
  machine: GitMachine,
): Promise<Result<Pick<Range, 'from' | 'since' | 'lost'>>> {
  const last = deployed === undefined ? none : await mergeBaseOf(deployed, head, root, machine);
  if (!last.ok) return last;
  if (last.value !== undefined) {
    // If the branch was rewritten, everything since the histories diverged counts.
    return ok({ from: last.value.common, since: 'deployment' });
  }
  const lost = deployed === undefined ? {} : { lost: deployed };
  const pushed = before === undefined || /^0*$/.test(before) ? none : await mergeBaseOf(before, head, root, machine);
  if (!pushed.ok) return pushed;
  if (pushed.value !== undefined) return ok({ from: pushed.value.common, since: 'push', ...lost });
  const parent = await commitId('HEAD^1', root, machine);
  return parent.ok ? ok({ from: parent.value, since: 'parent', ...lost }) : parent;
}

const none = ok(undefined);

/** `undefined` if git does not know the commit, or there is no common ancestor. */
async function mergeBaseOf(
  ref: string,
  head: string,
  root: string,
  machine: GitMachine,
): Promise<Result<{ readonly commit: string; readonly common: string } | undefined>> {
  const commit = await commitId(ref, root, machine);
  if (!commit.ok || commit.value === undefined) return commit.ok ? none : commit;
  const common = await mergeBase(commit.value, head, root, machine);
  if (!common.ok) return common;
  return ok(common.value === undefined ? undefined : { commit: commit.value, common: common.value });
}

/**
 * Whether a file, by its path from the repository root, can be a document, a fragment or settings.
 *
 * @param settings path of the settings from the repository root; the name is arbitrary
 * @param glob of the layer documents, relative to the folder of the settings
 */
export function isOurs(settings: string, glob: string): (path: string) => boolean {
  const named = settingsFilePaths(settings);
  const folder = posix.dirname(`/${settings}`);
  const isDocument = documentMatcher(glob);
  return (path) => isReadable(path) || named.includes(path) || isDocument(posix.relative(folder, `/${path}`));
}

/** Whether a step touches our files, or a link, which can have any name and point to one. */
export async function canAffectLayer(
  parent: string | undefined,
  tip: string,
  ours: (path: string) => boolean,
  root: string,
  machine: GitMachine,
): Promise<Result<boolean>> {
  const changed =
    parent === undefined ? await filesOf(tip, root, machine) : await treeChanges(parent, tip, root, machine);
  if (!changed.ok) return changed;
  const matters = changed.value.some((entry) => modesOf(entry).includes('120000') || ours(entry.path));
  return ok(matters);
}

function modesOf(entry: TreeEntry | TreeChange): readonly string[] {
  return 'mode' in entry ? [entry.mode] : [entry.before, entry.after];
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
