import {
  type CredentialNames,
  type DesiredLayer,
  groupBy,
  type InvalidDocument,
  ok,
  type Problem,
  type Result,
} from '../model/index.ts';
import { type Finding, forget, inOrder, problemsOf, type Source } from '../yaml/index.ts';
import { type Cause, dependents, stoppedBy } from './causes.ts';
import { duplicateCauses } from './duplicates.ts';
import { type ExaminedDocument, type ExaminedFile, examineAll } from './examine.ts';
import { extendsFindings } from './extend.ts';
import { type DocumentFile, type Open, opener, type Repository } from './repository.ts';

/** The valid documents, and the others with their problems. */
export type LoadedDocuments = {
  /** Sorted by name. */
  readonly layers: readonly DesiredLayer[];
  /** Sorted by file. A mistake in a fragment makes all documents that extend it invalid. */
  readonly invalid: readonly InvalidDocument[];
  /** All problems of these documents, by file, line and column; each one once. At least one if there is a document. */
  readonly problemsOf: (documents: readonly InvalidDocument[]) => readonly Problem[];
};

/**
 * Layer documents as desired layers, sorted by name.
 *
 * @returns all problems of all files, by file, line and column, if there are any
 */
export function loadDesired(
  files: readonly DocumentFile[],
  credentialsOf: (filePath: string) => CredentialNames,
): Result<readonly DesiredLayer[]> {
  const { layers, invalid, problemsOf: problems } = loadDocuments(files, credentialsOf);
  return invalid.length === 0 ? ok(layers) : { ok: false, problems: problems(invalid) };
}

/**
 * Layer documents as desired layers. A mistake stops only the documents that depend on it; a conflict stops all of its
 * documents.
 *
 * @param files every document, and every fragment that any of them reaches
 * @param credentialsOf the environment variables with a document's credentials
 * @param requested paths of the requested documents: if two documents conflict, the finding is at these
 */
export function loadDocuments(
  files: readonly DocumentFile[],
  credentialsOf: (filePath: string) => CredentialNames,
  requested: ReadonlySet<string> = new Set(),
): LoadedDocuments {
  const open = opener(files);
  const examined = examineAll(files, open, credentialsOf);
  const documents = examined.flatMap(({ document }) => document ?? []);
  const causes = causesIn(examined, requested);
  const stopped = stoppedBy(causes);
  const read = documents.filter(({ filePath }) => !stopped.has(filePath));
  const all = [...causes, ...read.flatMap(misshapenCauses)];
  for (const { bytes } of files) if (bytes !== undefined) forget(bytes);
  return {
    layers: read
      .flatMap(({ read: one }) => ('layer' in one ? [one.layer] : []))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    invalid: invalidDocuments(all, documents),
    problemsOf: (invalid) => {
      const included = new Set(invalid.map(({ file }) => file));
      const findings = all
        .filter(({ stops }) => stops.some((file) => included.has(file)))
        .map(({ finding }) => finding);
      const located = findings.flatMap((finding) => ('at' in finding ? [finding] : []));
      const unread = findings.flatMap((finding) => ('at' in finding ? [] : [finding]));
      return inOrder([...unread, ...problemsOf(withLayers(located, documents), sourcesOf(located, open))]);
    },
  };
}

/** In an order that matters: of two findings about one key the later one is kept. */
function causesIn(examined: readonly ExaminedFile[], requested: ReadonlySet<string>): readonly Cause[] {
  const repository: Repository = new Map(examined.map((one) => [one.file.filePath, one]));
  const documents = examined.flatMap(({ document }) => document ?? []);
  const stopsOf = dependents(repository);
  const inFile = (finding: Finding): Cause => ({ finding, stops: stopsOf(finding.at.file) });
  const isRequested = ({ filePath }: ExaminedDocument): number => Number(requested.has(filePath));
  return [
    ...unreadCauses(repository, stopsOf),
    ...examined.flatMap(({ findings }) => findings).map(inFile),
    ...extendsFindings(repository).map(inFile),
    ...documents.flatMap(({ filePath, findings }) => findings.map((finding) => ({ finding, stops: [filePath] }))),
    ...duplicateCauses([...documents].sort((a, b) => isRequested(a) - isRequested(b))),
  ];
}

function misshapenCauses({ filePath, read }: ExaminedDocument): readonly Cause[] {
  return 'layer' in read ? [] : read.misshapen.map((finding) => ({ finding, stops: [filePath] }));
}

/** Two documents with one name are known by their files. */
function invalidDocuments(
  causes: readonly Cause[],
  documents: readonly ExaminedDocument[],
): readonly InvalidDocument[] {
  const nameByFile = new Map(documents.map(({ filePath, name }) => [filePath, name]));
  const count = groupBy([...nameByFile.values()], (name) => name ?? '');
  return [...stoppedBy(causes)].sort().map((file) => {
    const name = nameByFile.get(file);
    return { name: name !== undefined && count.get(name)?.length === 1 ? name : file, file };
  });
}

/** Adds the layer to findings in the documents' own files. */
function withLayers(findings: readonly Finding[], documents: readonly ExaminedDocument[]): readonly Finding[] {
  const layerByFile = new Map(documents.map(({ filePath, name }) => [filePath, name]));
  return findings.map((finding) => {
    const layer = layerByFile.get(finding.at.file);
    return layer === undefined ? finding : { ...finding, layer };
  });
}

/** Files that were not read. A missing fragment is reported at its `extends`. */
function unreadCauses(repository: Repository, stopsOf: (filePath: string) => readonly string[]): readonly Cause[] {
  return [...repository.values()].flatMap(({ file: { filePath, problem }, kind }) => {
    if (problem === undefined || (kind === 'fragment' && problem.code === 'document/unreadable')) return [];
    return [{ finding: problem, stops: stopsOf(filePath) }];
  });
}

function sourcesOf(findings: readonly Finding[], open: Open): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  for (const { at } of findings) {
    const source = sources.has(at.file) ? undefined : open(at.file)?.source;
    if (source !== undefined) sources.set(at.file, source);
  }
  return sources;
}
