import type { GitRead, Machine } from '../machine.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { type GitMachine, line, output, unparsableOutput } from './git-output.ts';
import { gitProblem } from './git-problem.ts';

export type GitLocation = {
  /** Real path of the top of the work tree. */
  readonly top: string;
  /** Path of the folder below it, with `/`; `''` at the top. */
  readonly prefix: string;
};

/** Locates the real folder, even behind a link. Source: git-scm.com, git-rev-parse (documented). */
export async function locateInGit(folder: string, machine: GitMachine): Promise<Result<GitLocation>> {
  const prefix = await line(['rev-parse', '--show-prefix'], folder, machine);
  if (!prefix.ok) return prefix;
  const top = await line(['rev-parse', '--show-toplevel'], folder, machine);
  if (!top.ok) return top;
  if (top.value === undefined || top.value === '') return fail(gitProblem('no-repository', folder));
  return ok({ top: top.value, prefix: (prefix.value ?? '').replace(/\/$/, '') });
}

/** The commit id of a name; `undefined` if git does not know it. */
export function commitId(ref: string, folder: string, machine: GitMachine): Promise<Result<string | undefined>> {
  return objectId(`${ref}^{commit}`, folder, machine);
}

/** The id of the object at a path of a commit; `undefined` if absent. */
export function objectAt(
  commit: string,
  filePath: string,
  folder: string,
  machine: GitMachine,
): Promise<Result<string | undefined>> {
  return objectId(`${commit}:${filePath}`, folder, machine);
}

async function objectId(name: string, folder: string, machine: GitMachine): Promise<Result<string | undefined>> {
  const found = await line(['rev-parse', '--verify', '--quiet', '--end-of-options', name], folder, machine);
  // git resolves `^HEAD` to more than an id.
  return found.ok && !/^[0-9a-f]{40,64}$/.test(found.value ?? '') ? ok(undefined) : found;
}

/** Whether the clone lacks older history. */
export async function isShallow(folder: string, machine: GitMachine): Promise<Result<boolean>> {
  const answer = await line(['rev-parse', '--is-shallow-repository'], folder, machine);
  return answer.ok ? ok(answer.value === 'true') : answer;
}

export type CommitParents = { readonly id: string; readonly parents: readonly string[] };

/** HEAD and all its parents; `undefined` before the first commit. */
export async function headParents(folder: string, machine: GitMachine): Promise<Result<CommitParents | undefined>> {
  const head = await commitId('HEAD', folder, machine);
  if (!head.ok || head.value === undefined) return head as Result<undefined>;
  const listed = await line(['rev-list', '--parents', '--max-count=1', head.value, '--'], folder, machine);
  if (!listed.ok) return listed;
  const [id, ...parents] = (listed.value ?? '').split(' ');
  return ok(id === undefined || id === '' ? undefined : { id, parents });
}

/** A commit and its ancestors along first parents, newest first; at most one parent each. */
export async function firstParents(
  commit: string,
  folder: string,
  machine: GitMachine,
): Promise<Result<readonly CommitParents[]>> {
  const listed = await line(['rev-list', '--first-parent', '--parents', commit, '--'], folder, machine);
  if (!listed.ok) return listed;
  const lines = (listed.value ?? '').split('\n').filter((text) => text !== '');
  const commits = lines.map((text): CommitParents => {
    const [id = '', parent] = text.split(' ');
    return { id, parents: parent === undefined ? [] : [parent] };
  });
  return ok(commits);
}

/** Ids along the first parents of `commit` that are not in the history of `from`. */
export async function commitsSince(
  from: string,
  commit: string,
  folder: string,
  machine: GitMachine,
): Promise<Result<ReadonlySet<string>>> {
  const listed = await line(['rev-list', '--first-parent', commit, `^${from}`, '--'], folder, machine);
  return listed.ok ? ok(new Set((listed.value ?? '').split('\n'))) : listed;
}

/** The commit at which two histories parted; `undefined` if they have nothing in common. */
export function mergeBase(
  one: string,
  other: string,
  folder: string,
  machine: GitMachine,
): Promise<Result<string | undefined>> {
  return line(['merge-base', one, other], folder, machine);
}

/** A file, link or submodule. */
export type TreeEntry = {
  /** `100644`, `100755`, `120000` (a link) or `160000` (a submodule). */
  readonly mode: string;
  readonly id: string;
  readonly path: string;
};

/** All files of a commit. A line that cannot be parsed is a problem: its file would be missing. */
export async function filesOf(
  commit: string,
  folder: string,
  machine: GitMachine,
): Promise<Result<readonly TreeEntry[]>> {
  const listed = await output(['ls-tree', '-r', '-z', '--full-tree', commit], folder, machine);
  if (!listed.ok) return listed;
  const lines = (listed.value ?? '').split('\0');
  if (lines.pop() !== '') return unparsableOutput(folder);
  const entries: TreeEntry[] = [];
  for (const text of lines) {
    const [, mode, id, path] = /^(\d{6}) (?:blob|commit) ([0-9a-f]+)\t([\s\S]+)$/.exec(text) ?? [];
    if (mode === undefined || id === undefined || path === undefined) return unparsableOutput(folder);
    entries.push({ mode, id, path });
  }
  return ok(entries);
}

export function blobSizes(
  ids: readonly string[],
  folder: string,
  machine: Pick<Machine, 'gitSizes'>,
): Promise<Result<readonly number[]>> {
  return machine.gitSizes(ids, folder).then((answer) => asResult(answer, folder));
}

export function readBlobs(
  ids: readonly string[],
  folder: string,
  machine: Pick<Machine, 'gitBlobs'>,
): Promise<Result<readonly Uint8Array[]>> {
  return machine.gitBlobs(ids, folder).then((answer) => asResult(answer, folder));
}

function asResult<T>(answer: GitRead<T>, folder: string): Result<T> {
  return answer.ok ? answer : fail(gitProblem(answer.why, folder));
}

/** Paths from the top of the repository that a sparse checkout omits. */
export async function sparsePaths(folder: string, machine: GitMachine): Promise<Result<readonly string[]>> {
  const sparse = await line(['config', '--get', '--type=bool', 'core.sparseCheckout'], folder, machine);
  if (!sparse.ok) return sparse;
  if (sparse.value !== 'true') return ok([]);
  const listed = await output(['ls-files', '-t', '-z', '--full-name', '--', ':/'], folder, machine);
  if (!listed.ok) return listed;
  const left = (listed.value ?? '').split('\0').filter((text) => text.startsWith('S '));
  return ok(left.map((text) => text.slice(2)));
}

/** Such as `2.43.0`; `undefined` if git cannot be run. */
export async function gitVersion(folder: string, machine: GitMachine): Promise<string | undefined> {
  const answer = await machine.git(['--version'], folder);
  return answer.ok ? /\d[\w.]*/.exec(answer.stdout)?.[0] : undefined;
}

/** The URL of `origin`, if there is one. It may contain a token. */
export async function originUrl(folder: string, machine: GitMachine): Promise<Result<string | undefined>> {
  const named = await line(['config', '--get', 'remote.origin.url'], folder, machine);
  return named.ok && named.value !== undefined ? line(['remote', 'get-url', 'origin'], folder, machine) : named;
}
