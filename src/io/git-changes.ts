import { fail, ok, type Result } from '../model/index.ts';
import type { CommitParents } from './git.ts';
import { type GitMachine, output, unparsableOutput } from './git-output.ts';
import { gitProblem } from './git-problem.ts';

/** A mode is `000000` if the file does not exist. */
export type TreeChange = { readonly before: string; readonly after: string; readonly path: string };

const DIFF_TREE = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-ext-diff'];

/** Differences of two commits. A moved file is two. */
export async function treeChanges(
  from: string,
  to: string,
  folder: string,
  machine: GitMachine,
): Promise<Result<readonly TreeChange[]>> {
  const listed = await output([...DIFF_TREE, from, to, '--'], folder, machine);
  if (!listed.ok) return listed;
  const steps = parseDiffTree(`\0${listed.value ?? ''}`);
  const changes = steps?.size === 1 ? steps.get('') : undefined;
  return changes === undefined ? unparsableOutput(folder) : ok(changes);
}

/** Each process lists the changes of this many commits, so that its output has a limit. */
const MAX_STEPS = 1_000;

/**
 * Differences of each commit from its first parent; of the root commit, all its files.
 *
 * Source: git-scm.com, git-diff-tree, `--stdin` (documented).
 */
export async function stepChanges(
  commits: readonly CommitParents[],
  folder: string,
  machine: GitMachine,
): Promise<Result<ReadonlyMap<string, readonly TreeChange[]>>> {
  const all = new Map<string, readonly TreeChange[]>();
  for (let at = 0; at < commits.length; at += MAX_STEPS) {
    const some = commits.slice(at, at + MAX_STEPS);
    const input = some.map(
      ({ id, parents: [parent] }) => `${[id, ...(parent === undefined ? [] : [parent])].join(' ')}\n`,
    );
    const answer = await machine.git([...DIFF_TREE, '--root', '--always', '--stdin'], folder, input.join(''));
    if (!answer.ok && answer.why !== 'no') return fail(gitProblem(answer.why, folder));
    const steps = answer.ok ? parseDiffTree(answer.stdout) : undefined;
    if (steps === undefined || some.some(({ id }) => !steps.has(id))) return unparsableOutput(folder);
    for (const [id, changes] of steps) all.set(id, changes);
  }
  return ok(all);
}

/** By commit id, which precedes its changes. */
function parseDiffTree(text: string): ReadonlyMap<string, readonly TreeChange[]> | undefined {
  const parts = text.split('\0');
  if (parts.pop() !== '') return undefined;
  const steps = new Map<string, TreeChange[]>();
  let current: TreeChange[] | undefined;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    if (/^(?:[0-9a-f]{40,64})?$/.test(part)) {
      steps.set(part, (current = []));
      continue;
    }
    index += 1;
    const [, before, after] = /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ [A-Z]\d*$/.exec(part) ?? [];
    const path = parts[index];
    if (current === undefined || before === undefined || after === undefined || path === undefined || path === '')
      return undefined;
    current.push({ before, after, path });
  }
  return steps;
}
