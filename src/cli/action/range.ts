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
  /** The commit that was applied last, where the history that it was part of is gone. */
  readonly lost?: string;
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
  const { from } = start.value;
  const commits = from === undefined ? all : await commitsAfter(from, all, git);
  return { ok: true, value: { head, ...start.value, commits, branch } };
}

type Ask = (...args: readonly string[]) => Promise<string | undefined>;

async function startOf(
  head: string,
  deployed: string | undefined,
  before: string | undefined,
  git: Ask,
): Promise<Result<Pick<Range, 'from' | 'since' | 'lost'>>> {
  const last = deployed === undefined ? undefined : await known(deployed, git);
  if (last !== undefined) {
    if (last !== head && (await isAncestor(head, last, git))) return failed(older(head, last));
    // Where the branch was rewritten, everything since the two histories parted counts.
    const common = await git('merge-base', last, head);
    if (common !== undefined && common !== '') return { ok: true, value: { from: common, since: 'deployment' } };
  }
  const pushed = before === undefined || /^0*$/.test(before) ? undefined : await known(before, git);
  const common = pushed === undefined ? undefined : await git('merge-base', pushed, head);
  const lost = deployed === undefined ? {} : { lost: deployed };
  if (common !== undefined && common !== '') return { ok: true, value: { from: common, since: 'push', ...lost } };
  return { ok: true, value: { from: await known('HEAD^1', git), since: 'parent', ...lost } };
}

/** Along the first parents, as far as they are not part of `from`'s history. */
async function commitsAfter(from: string, all: readonly Commit[], git: Ask): Promise<readonly Commit[]> {
  const listed = await git('rev-list', '--first-parent', 'HEAD', `^${from}`);
  const fresh = new Set((listed ?? '').split('\n'));
  return all.filter(({ id }) => fresh.has(id));
}

/** Only these can be documents, fragments or settings; and links, which have any name and lead to them. */
const READABLE = /\.(ya?ml|json)$/i;

/**
 * Whether a step can matter to any layer; `undefined` where git cannot say.
 *
 * @param settings address of the settings from the top, which may have any name
 */
export async function canMatter(
  parent: string | undefined,
  tip: string,
  settings: string,
  root: string,
  machine: Git,
): Promise<boolean | undefined> {
  const listed =
    parent === undefined
      ? await machine.git(['ls-tree', '-r', '-z', '--full-tree', tip], root)
      : await machine.git(['diff', '--raw', '--no-renames', '-z', parent, tip, '--'], root);
  if (listed === undefined) return undefined;
  // `120000 blob …`, a tab and the path; of a difference `:100644 120000 …`, and the path after a NUL.
  const parts = listed.split('\0');
  const entries =
    parent === undefined
      ? parts.map((line) => [line, line.slice(line.indexOf('\t') + 1)] as const)
      : parts.flatMap((modes, index) => (index % 2 === 0 ? [[modes, parts[index + 1] ?? ''] as const] : []));
  return entries.some(
    ([modes, path]) => /^(?::\d{6} )?120000 |^:120000 /.test(modes) || READABLE.test(path) || path === settings,
  );
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

/** What came between would be left out without a word. */
export function historyLost(lost: string, branch: string): Problem {
  return {
    code: 'github/not-reviewed',
    message: `What was applied last, ${lost.slice(0, 7)}, is not part of ${branch} any more, so what has come since cannot be told.`,
    remedy:
      'Start the apply workflow by hand: it shows all that differs, and its digest. Start it once more with that digest to apply it.',
  };
}

function failed(problem: Problem): Result<never> {
  return { ok: false, problems: [problem] };
}
