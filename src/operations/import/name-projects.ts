import { join } from 'node:path';
import type { Machine } from '../../machine.ts';
import { groupBy } from '../../model/index.ts';
import type { Workspace } from '../workspace.ts';
import type { Candidate } from './candidate.ts';
import type { ListedProject } from './list-projects.ts';
import { possibleNames, slugOf } from './new-names.ts';
import { newPath } from './new-place.ts';

export type NamedProject = {
  readonly project: ListedProject;
  readonly candidate: Candidate;
  /** Whether the settings have a place for its document. */
  readonly isPlaced: boolean;
};

/**
 * Names projects without a document. Two projects with one name both get a part of their id, so that the names do not
 * depend on the order. A path that exists is not used.
 */
export async function nameProjects(
  projects: readonly ListedProject[],
  { desired, invalid, settings, root }: Workspace,
  { files }: Pick<Machine, 'files'>,
): Promise<readonly NamedProject[]> {
  const taken = new Set([...desired, ...invalid].map(({ name }) => name));
  const bySlug = groupBy(projects, ({ name }) => slugOf(name));
  const named: NamedProject[] = [];
  for (const project of projects) {
    const slug = slugOf(project.name);
    const isShared = slug !== undefined && (bySlug.get(slug)?.length ?? 0) > 1;
    const names = possibleNames(project.name, project.id).slice(isShared ? 1 : 0);
    const { id, place } = project;
    let found: NamedProject | undefined;
    for (const name of names.filter((one) => !taken.has(one))) {
      const file = newPath(name, place, settings);
      const candidate = { name, file: file ?? '', project: id, credentials: place.credentials };
      found = { project, candidate, isPlaced: file !== undefined };
      if (file === undefined || (await files.look(join(root, ...file.split('/')))) === undefined) break;
    }
    if (found !== undefined) {
      taken.add(found.candidate.name);
      named.push(found);
    }
  }
  return named;
}
