import { posix } from 'node:path';
import { type TreeChange, treeChanges } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { ok, type Result, settingsFilePaths } from '../../model/index.ts';
import type { OpenedSettings } from '../../operations/index.ts';
import { rootInRepository } from '../../publish/index.ts';
import { documentMatcher, isReadable } from '../../settings/index.ts';
import { memoizedDocuments, touchedLayers } from '../touched-layers.ts';

/**
 * Whether the step between two commits touches a layer, through `extends` too, the settings or a workflow. Invalid
 * documents on either side count, because what they mean is unknown. Uses git alone.
 */
export async function affectsLayers(from: string, opened: OpenedSettings, machine: Machine): Promise<Result<boolean>> {
  const { root, settings, settingsFile } = opened;
  const changes = await treeChanges(from, 'HEAD', root, machine);
  if (!changes.ok) return changes;
  const folder = await rootInRepository(root, machine);
  const rules = settingsFilePaths(posix.join(folder, settingsFile));
  if (changes.value.some(({ path }) => rules.includes(path) || path.startsWith(WORKFLOWS))) return ok(true);
  const isDocument = documentMatcher(settings.layers);
  const mayMatter = ({ before, after, path }: TreeChange): boolean =>
    isReadable(path) ||
    isDocument(posix.relative(`/${folder}`, `/${path}`)) ||
    [before, after].some((mode) => POINTERS.includes(mode));
  // In a monorepo, most steps end here, before a document is read.
  if (!changes.value.some(mayMatter)) return ok(false);
  const documents = memoizedDocuments({ opened, machine });
  for (const commit of [from, 'HEAD']) {
    const found = await documents(commit);
    if (!found.ok) return found;
    if (found.value === 'invalid' || found.value.invalid.length > 0) return ok(true);
  }
  const touched = await touchedLayers(from, 'HEAD', documents);
  return touched.ok ? ok(touched.value.length > 0) : touched;
}

const WORKFLOWS = '.github/workflows/';

/** Git's modes of a link and a submodule: their names do not show what they point to. */
const POINTERS: readonly string[] = ['120000', '160000'];
