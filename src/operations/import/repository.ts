import { projectsIn } from '../../desired/index.ts';
import type { Machine } from '../../machine.ts';
import { ok, type Problem, type Result } from '../../model/index.ts';
import { emptyWorkspace, openPartialWorkspace, openSettings, type Workspace } from '../workspace.ts';
import { normalizedId } from './new-names.ts';

/** Documents before an import: there may be none, and no settings. */
export type ImportRepository = {
  readonly workspace: Workspace;
  /** Projects of invalid documents, normalized. They get no second document. */
  readonly blocked: ReadonlySet<string>;
  /** Paths of invalid documents whose project is unknown: any project may have a document. */
  readonly unknown: readonly string[];
  /** Of invalid documents. */
  readonly problems: readonly Problem[];
};

export async function openImportRepository(
  config: string | undefined,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>,
): Promise<Result<ImportRepository>> {
  const workspace = await workspaceOf(config, machine);
  if (!workspace.ok) return workspace;
  const { invalid, files, problemsOf } = workspace.value;
  const stopped = new Set(invalid.map(({ file }) => file));
  const named = files
    .filter(({ filePath }) => stopped.has(filePath))
    .map((file) => ({ path: file.filePath, projects: projectsIn(file) }));
  return ok({
    workspace: workspace.value,
    blocked: new Set(named.flatMap(({ projects = [] }) => projects.map(normalizedId))),
    unknown: named.flatMap(({ path, projects }) => (projects === undefined ? [path] : [])),
    problems: problemsOf(invalid),
  });
}

async function workspaceOf(
  config: string | undefined,
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'hide'>,
): Promise<Result<Workspace>> {
  const opened = await openPartialWorkspace({ paths: [], ...(config !== undefined && { config }) }, machine);
  if (opened.ok || !opened.problems.every(({ code }) => code === 'document/none')) return opened;
  const settings = await openSettings(config, machine);
  return settings.ok ? ok(emptyWorkspace(settings.value)) : settings;
}
