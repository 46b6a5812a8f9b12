import type { Machine } from '../../machine.ts';
import type { DesiredLayer, Problem } from '../../model/index.ts';
import type { SurveyAccess } from '../open-apis.ts';
import { selectLayers } from '../select-layers.ts';
import type { Candidate } from './candidate.ts';
import { type ListedProject, listProjects } from './list-projects.ts';
import { nameProjects } from './name-projects.ts';
import { normalizedId, slugOf } from './new-names.ts';
import type { ImportRepository } from './repository.ts';

export type Candidates = {
  /** Unique; those with a document first. */
  readonly candidates: readonly Candidate[];
  readonly problems: readonly Problem[];
};

/**
 * Documents, and projects without one. Lists projects only if a word may mean one.
 *
 * @param words names of layers or projects, project ids, or files of documents; empty: all
 */
export async function findCandidates(
  words: readonly string[],
  repository: ImportRepository,
  survey: SurveyAccess,
  machine: Machine,
): Promise<Candidates> {
  const { workspace } = repository;
  const documents = workspace.desired.map(withDocument);
  const meant = words.map((word) => ({ word, ...documentsMeant(word, documents, repository, machine) }));
  const invalid = words.length === 0 ? repository.problems : meant.flatMap(({ problems }) => problems);
  const open = meant.filter((one) => !one.isFound).map(({ word }) => word);
  if (words.length > 0 && open.length === 0) {
    return { candidates: unique(meant.flatMap(({ candidates }) => candidates)), problems: invalid };
  }
  const { projects, problems } = await listProjects(workspace.settings, survey, machine);
  const taken = new Set([...documents.map(({ project }) => normalizedId(project)), ...repository.blocked]);
  const fresh = projects.filter(({ id }) => !taken.has(normalizedId(id)));
  const named = await nameProjects(fresh, workspace, machine);
  const isMeant = (project: ListedProject, name = ''): boolean =>
    words.length === 0 || open.some((word) => isAbout(word, project, name));
  const chosen = named.filter(({ project, candidate }) => isMeant(project, candidate.name));
  const isBlocked = projects.some(
    (project) => repository.blocked.has(normalizedId(project.id)) && open.some((word) => isAbout(word, project, '')),
  );
  const stopped = isBlocked ? repository.problems : [];
  // A project with an invalid document has its problems.
  const unknown = open.filter(
    (word) => !projects.some((project) => isAbout(word, project, '')) && !isName(word, named),
  );
  const candidates = words.length === 0 ? documents : meant.flatMap((one) => one.candidates);
  const [unread] = repository.unknown;
  const created = chosen.flatMap(({ candidate, isPlaced }) => (isPlaced && unread === undefined ? [candidate] : []));
  const unplaced = chosen.flatMap(({ candidate, isPlaced }) =>
    isPlaced ? [] : [noPlace(candidate, workspace.settings.layers)],
  );
  const left = unread === undefined || chosen.length === 0 ? unplaced : [unknownProject(unread, chosen.length)];
  return {
    candidates: unique([...candidates, ...created]),
    problems: [...invalid, ...problems, ...stopped, ...left, ...unknown.map(noSuchProject)],
  };
}

type Named = Awaited<ReturnType<typeof nameProjects>>;

function isName(word: string, named: Named): boolean {
  return named.some(({ candidate }) => candidate.name === word);
}

function withDocument(document: DesiredLayer): Candidate {
  const { name, file, project, credentials } = document;
  return { name, file, project, credentials, document };
}

/** The documents that a word means. `isFound`: also if the document is invalid. */
function documentsMeant(
  word: string,
  documents: readonly Candidate[],
  { workspace, blocked }: ImportRepository,
  machine: Pick<Machine, 'cwd'>,
): Pick<Candidates, 'candidates' | 'problems'> & { readonly isFound: boolean } {
  const id = normalizedId(word);
  const byId = documents.filter(({ project }) => normalizedId(project) === id);
  if (byId.length > 0 || blocked.has(id)) return { candidates: byId, problems: [], isFound: byId.length > 0 };
  const names = new Set(selectLayers([word], workspace, machine).namesByWord.get(word));
  const invalid = workspace.invalid.filter(({ name }) => names.has(name));
  return {
    candidates: documents.filter(({ name }) => names.has(name)),
    problems: workspace.problemsOf(invalid),
    isFound: names.size > 0,
  };
}

/** By id, by its name at Layers, or by the name of its new layer. */
function isAbout(word: string, { id, name }: ListedProject, layer: string): boolean {
  return normalizedId(word) === normalizedId(id) || word === layer || word === name || slugOf(name) === word;
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.name, candidate])).values()];
}

function noPlace({ project }: Candidate, glob: string): Problem {
  return {
    code: 'import/no-place',
    message: `No path for a document of project ${project} matches both layers: ${glob} and the credentials that list it.`,
    remedy: 'Widen layers or the match of the credentials in reconcile.yaml, such as layers/acme/**.',
  };
}

function unknownProject(file: string, projects: number): Problem {
  const [what, has] = projects === 1 ? ['1 project', 'has'] : [`${projects} projects`, 'have'];
  return {
    code: 'import/unknown-project',
    message: `${file} cannot be read, so its project is unknown. ${what} without a known document ${has} no new one.`,
    remedy: 'Fix the file or remove it, and run reconcile import again.',
  };
}

function noSuchProject(word: string): Problem {
  return {
    code: 'cli/usage',
    message: `No layer document and no active project is named "${word}".`,
    remedy: 'Run reconcile import without names, or pass the id of a project as in its address in the dashboard.',
  };
}
