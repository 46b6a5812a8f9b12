import type { Machine } from '../../machine.ts';
import type { Problem, Result } from '../../model/index.ts';

/** A commit of the branch, as a step from the one before. */
export type Commit = {
  readonly id: string;
  /** The first parent; `undefined` for the first commit there is. */
  readonly parent: string | undefined;
};

/** What has come onto the branch since it was applied last. */
export type Range = {
  readonly head: string;
  /** The commit that was applied last, or the best there is to begin from; `undefined`: from the first commit on. */
  readonly from: string | undefined;
  /** How we know `from`. */
  readonly since: 'deployment' | 'push' | 'parent';
  /** Along the first parents, newest first. */
  readonly commits: readonly Commit[];
  /** Every commit that ever was the branch's newest, as its history tells today. */
  readonly branch: ReadonlySet<string>;
};

type Git = Pick<Machine, 'git'>;

/**
 * The commits of the branch that HEAD carries and the last deployment did not. Where nothing was ever deployed, those of
 * the push.
 *
 * A deployment that is ahead of HEAD is a problem: this is an old run, and its documents were replaced since.
 *
 * @param deployed the commit of the newest successful deployment
 * @param before what a push event says the branch was
 */
export async function readRange(
  root: string,
  deployed: string | undefined,
  before: string | undefined,
  machine: Git,
): Promise<Result<Range>> {
  const git = gitIn(root, machine);
  const head = await git('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (head === undefined || head === '') return failed(noRepository);
  if ((await git('rev-parse', '--is-shallow-repository')) === 'true') return failed(shallow);
  const log = await git('log', '--first-parent', '--format=%H %P', 'HEAD');
  if (log === undefined) return failed(noRepository);
  const all = log.split('\n').map((line): Commit => {
    const [id = '', parent] = line.split(' ');
    return { id, parent };
  });
  const branch = new Set(all.map(({ id }) => id));
  const start = await startOf(head, deployed, before, git);
  if (!start.ok) return start;
  const { from, since } = start.value;
  const commits = from === undefined ? all : await commitsAfter(from, all, git);
  return { ok: true, value: { head, from, since, commits, branch } };
}

type Ask = (...args: readonly string[]) => Promise<string | undefined>;

async function startOf(
  head: string,
  deployed: string | undefined,
  before: string | undefined,
  git: Ask,
): Promise<Result<Pick<Range, 'from' | 'since'>>> {
  const last = deployed === undefined ? undefined : await known(deployed, git);
  if (last !== undefined) {
    if (last !== head && (await isAncestor(head, last, git))) return failed(older(head, last));
    // Where the branch was rewritten, everything since the two histories parted counts.
    const common = await git('merge-base', last, head);
    if (common !== undefined && common !== '') return { ok: true, value: { from: common, since: 'deployment' } };
  }
  const pushed = before === undefined || /^0*$/.test(before) ? undefined : await known(before, git);
  const common = pushed === undefined ? undefined : await git('merge-base', pushed, head);
  if (common !== undefined && common !== '') return { ok: true, value: { from: common, since: 'push' } };
  return { ok: true, value: { from: await known('HEAD^1', git), since: 'parent' } };
}

/** Along the first parents, as far as they are not part of `from`'s history. */
async function commitsAfter(from: string, all: readonly Commit[], git: Ask): Promise<readonly Commit[]> {
  const listed = await git('rev-list', '--first-parent', 'HEAD', `^${from}`);
  const fresh = new Set((listed ?? '').split('\n'));
  return all.filter(({ id }) => fresh.has(id));
}

/** Files that differ between two commits, by path from the top; `undefined` where git cannot say. */
export async function filesBetween(
  parent: string | undefined,
  tip: string,
  root: string,
  machine: Git,
): Promise<readonly string[] | undefined> {
  const listed =
    parent === undefined
      ? await machine.git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', tip], root)
      : await machine.git(['diff', '--name-only', '--no-renames', '-z', parent, tip, '--'], root);
  return listed?.split('\0').filter((path) => path !== '');
}

function gitIn(root: string, machine: Git): Ask {
  return async (...args) => (await machine.git(args, root))?.trim();
}

async function known(commit: string, git: Ask): Promise<string | undefined> {
  const id = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`);
  return id === '' ? undefined : id;
}

async function isAncestor(one: string, other: string, git: Ask): Promise<boolean> {
  return (await git('merge-base', '--is-ancestor', one, other)) !== undefined;
}

const noRepository: Problem = {
  code: 'base/unknown',
  message: 'There is no git repository here, so nobody can tell what was merged.',
  remedy: 'Check the repository out first: actions/checkout with fetch-depth: 0.',
};

const shallow: Problem = {
  code: 'base/unknown',
  message: 'The clone is shallow, so what was merged since the last apply cannot be told.',
  remedy: 'Set fetch-depth: 0 in actions/checkout.',
};

function older(head: string, last: string): Problem {
  return {
    code: 'github/not-reviewed',
    message: `This run is about ${head.slice(0, 7)}, and ${last.slice(0, 7)}, which came later, was applied already.`,
    remedy: 'Nothing is to be done: what this commit brought was applied with the later one, or replaced by it.',
  };
}

function failed(problem: Problem): Result<never> {
  return { ok: false, problems: [problem] };
}
