import { join } from 'node:path';
import { placeholders } from '../../desired/index.ts';
import { redactDeep } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { type ImportReport, ok, type Result, type Settings } from '../../model/index.ts';
import { openSurvey } from '../open-apis.ts';
import { isSandbox } from '../plan-now.ts';
import type { PastedSource } from '../read-pasted.ts';
import { isLocal } from '../unset-credentials.ts';
import type { Candidate } from './candidate.ts';
import { findCandidates } from './candidates.ts';
import { withoutConflicts } from './conflicts.ts';
import { importFiles } from './import-files.ts';
import { importOne } from './import-one.ts';
import { asFailed, type LayerImport, notImported } from './layer-import.ts';
import { oneProblemPerMissingValue } from './missing-values.ts';
import { placesIn } from './new-place.ts';
import { pastedFor } from './pasted-for.ts';
import { readCandidates } from './read-candidates.ts';
import { openImportRepository } from './repository.ts';
import { writeFiles } from './write-files.ts';

export type ImportOptions = {
  readonly config?: string;
  /** Names of layers or projects, project ids, or files of documents. Empty: all. */
  readonly words: readonly string[];
  readonly pasted?: PastedSource;
  readonly dryRun: boolean;
};

/**
 * Makes layer documents from live state, and updates those that exist where they differ from it. Writes only files of
 * the repository. A layer that fails stops no other. A second import changes nothing.
 */
export async function importLayers(
  { config, words, pasted: source, dryRun }: ImportOptions,
  machine: Machine,
): Promise<Result<ImportReport>> {
  const repository = await openImportRepository(config, machine);
  if (!repository.ok) return repository;
  const { root, settings, files, desired } = repository.value.workspace;
  const credentials = [...placesIn(settings), ...desired].map((one) => one.credentials);
  const survey = openSurvey(credentials, settings, machine);
  if (!survey.ok) return survey;
  const { candidates, problems: unfound } = await findCandidates(words, repository.value, survey.value, machine);
  const pasted = await pastedFor(source, words, candidates, machine);
  if (!pasted.ok) return pasted;
  const unfinished = candidates.flatMap((candidate) => placeholdersOf(candidate, settings));
  const stopped = new Set(unfinished.map(({ layer }) => layer.name));
  const readable = candidates.filter(({ name }) => !stopped.has(name));
  const read = await readCandidates(readable, pasted.value.byName, survey.value, machine);
  const alone = [...unfinished, ...read.others, ...read.layers.map((one) => importOne(one, files, settings))];
  const imports = withoutConflicts(alone, files, settings);
  const taken = await takenPaths([...FRAGMENTS, SCHEMA], root, machine);
  const planned = importFiles(imports, files, settings, (path) => !taken.has(path));
  const written = dryRun
    ? { files: planned, failed: new Set<string>(), problems: [] }
    : await writeFiles(planned, root, machine);
  const report: ImportReport = {
    sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
    dryRun,
    costCapUnit: settings.costCapUnit ?? null,
    needsInit: !taken.has(SCHEMA),
    layers: imports
      .map(({ layer }) => (written.failed.has(layer.name) ? asFailed(layer) : layer))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    files: written.files
      .map(({ path, before, after }) => ({ path, before, after }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    problems: [
      ...unfound,
      ...pasted.value.problems,
      ...read.problems,
      ...oneProblemPerMissingValue(imports.flatMap(({ problems }) => problems)),
      ...written.problems,
    ],
  };
  return ok(redactDeep(report, machine));
}

/** Why a document is not read: a real API never receives a placeholder of `init`. */
function placeholdersOf(candidate: Candidate, { origins }: Settings): readonly LayerImport[] {
  const problems = candidate.document === undefined || isLocal(origins) ? [] : placeholders(candidate.document);
  return problems.length === 0 ? [] : [{ layer: notImported(candidate, 'failed'), problems }];
}

const FRAGMENTS = ['defaults/agency.yaml', 'defaults/byo.yaml'];

/** In the first line of each document. */
const SCHEMA = 'schemas/layer.schema.json';

async function takenPaths(
  paths: readonly string[],
  root: string,
  { files }: Pick<Machine, 'files'>,
): Promise<ReadonlySet<string>> {
  const looks = await Promise.all(paths.map((path) => files.look(join(root, path))));
  return new Set(paths.filter((_, index) => looks[index] !== undefined));
}
