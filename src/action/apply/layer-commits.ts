import { posix } from 'node:path';
import { type GitMachine, stepChanges, type TreeChange, treeChanges } from '../../io/index.ts';
import { ok, type Result, settingsFilePaths } from '../../model/index.ts';
import { documentMatcher, isReadable } from '../../settings/index.ts';
import type { ActionContext } from '../context.ts';
import type { Commit, Range } from './range.ts';

/** The commits of a range that can affect a layer, newest first. */
export async function layerCommits(
  { from, head, commits }: Range,
  { machine, opened, settingsPath }: ActionContext,
): Promise<Result<readonly Commit[]>> {
  const all = await stepChanges(
    commits.map(({ id, parent }) => ({ id, parents: parent === undefined ? [] : [parent] })),
    opened.root,
    machine,
  );
  if (!all.ok) return all;
  const moved = await hasNewRules(from, head, settingsPath, opened.root, machine);
  if (!moved.ok) return moved;
  // If the settings changed, the old ones may match other files as documents. Then every commit counts.
  const ours = moved.value ? () => true : isOurs(settingsPath, opened.settings.layers);
  return ok(commits.filter(({ id }) => all.value.get(id)?.some((change) => canAffectLayer(change, ours))));
}

/** Without a start, only layers with a document at HEAD count, so its settings decide. */
async function hasNewRules(
  from: string | undefined,
  head: string,
  settingsPath: string,
  root: string,
  machine: GitMachine,
): Promise<Result<boolean>> {
  if (from === undefined) return ok(false);
  const changes = await treeChanges(from, head, root, machine);
  if (!changes.ok) return changes;
  const names = settingsFilePaths(settingsPath);
  return ok(changes.value.some((change) => canAffectLayer(change, (path) => names.includes(path))));
}

/** Whether a change is to one of our files, or to a link, which can have any name and point to one. */
function canAffectLayer({ before, after, path }: TreeChange, ours: (path: string) => boolean): boolean {
  return before === LINK || after === LINK || ours(path);
}

const LINK = '120000';

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
