import {
  type CredentialNames,
  type DesiredLayer,
  groupBy,
  type InvalidDocument,
  LAYER_NAME,
  ok,
  type Problem,
  type Result,
} from '../model/index.ts';
import {
  type Finding,
  inOrder,
  looksLikeSecret,
  type MapNode,
  type Path,
  plain,
  problemsOf,
  shapeFindings,
} from '../yaml/index.ts';
import { type Cause, dependents, stoppedBy } from './causes.ts';
import { crossFieldFindings } from './cross-field.ts';
import { duplicateCauses } from './duplicates.ts';
import { extender, extendsFindings, hasNull, withoutNulls } from './extend.ts';
import { layerOf } from './layer.ts';
import { locator, sourcesOf } from './locations.ts';
import { type DocumentFile, openAll, type OpenedFile, type Repository } from './repository.ts';
import { documentKeys, ID_KEYS } from './schema.ts';
import { documentShape, fragmentShape, type LayerShape, layerShape } from './shape.ts';
import { capFindings, timeZoneFindings } from './value-rules.ts';

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
  const repository = openAll(files);
  const documents = mergedDocuments(repository);
  const sources = sourcesOf(repository);
  const causes = causesIn(repository, documents, requested);
  const stopped = stoppedBy(causes);
  const locate = locator(files);
  const read = documents
    .filter(({ filePath }) => !stopped.has(filePath))
    .map(({ filePath, map, shape }): DesiredLayer | readonly Cause[] => {
      if (shape === undefined) return invalidLayer(map, filePath).map((finding) => ({ finding, stops: [filePath] }));
      return layerOf(shape, map, filePath, locate, credentialsOf(filePath));
    });
  const all = [...causes, ...read.flatMap((one) => ('name' in one ? [] : one))];
  return {
    layers: read.flatMap((one) => ('name' in one ? [one] : [])).sort((a, b) => (a.name < b.name ? -1 : 1)),
    invalid: invalidDocuments(all, documents),
    problemsOf: (invalid) => {
      const included = new Set(invalid.map(({ file }) => file));
      const findings = all
        .filter(({ stops }) => stops.some((file) => included.has(file)))
        .map(({ finding }) => finding);
      const located = findings.flatMap((finding) => ('at' in finding ? [finding] : []));
      const unread = findings.flatMap((finding) => ('at' in finding ? [] : [finding]));
      return inOrder([...unread, ...problemsOf(withLayers(located, documents), sources)]);
    },
  };
}

function mergedDocuments(repository: Repository): readonly MergedDocument[] {
  const extend = extender(repository);
  return [...repository.values()].flatMap((opened): readonly MergedDocument[] => {
    const { root: own, kind } = opened;
    if (kind === 'fragment' || own === undefined) return [];
    const { map: withNulls, isComplete } = extend(opened, own);
    const map = withoutNulls(withNulls);
    const shape = layerShape.safeParse(plain(map)).data;
    return [{ filePath: opened.file.filePath, own, map, withNulls, isComplete, shape }];
  });
}

/** In an order that matters: of two findings about one key the later one is kept. */
function causesIn(
  repository: Repository,
  documents: readonly MergedDocument[],
  requested: ReadonlySet<string>,
): readonly Cause[] {
  const stopsOf = dependents(repository);
  const inFile = (finding: Finding): Cause => ({ finding, stops: stopsOf(finding.at.file) });
  const isRequested = ({ filePath }: MergedDocument): number => Number(requested.has(filePath));
  return [
    ...unreadCauses(repository, stopsOf),
    ...[...repository.values()].flatMap(fileFindings).map(inFile),
    ...extendsFindings(repository).map(inFile),
    ...documents.flatMap((one) => documentFindings(one).map((finding) => ({ finding, stops: [one.filePath] }))),
    ...duplicateCauses([...documents].sort((a, b) => isRequested(a) - isRequested(b))),
  ];
}

/** Two documents with one name are known by their files. */
function invalidDocuments(causes: readonly Cause[], documents: readonly MergedDocument[]): readonly InvalidDocument[] {
  const nameByFile = new Map(documents.map(({ filePath, own }) => [filePath, nameOf(own)]));
  const count = groupBy([...nameByFile.values()], (name) => name ?? '');
  return [...stoppedBy(causes)].sort().map((file) => {
    const name = nameByFile.get(file);
    return { name: name !== undefined && count.get(name)?.length === 1 ? name : file, file };
  });
}

/** A document merged with all it extends: `map` without the members removed by null, `withNulls` with them. */
type MergedDocument = {
  readonly filePath: string;
  readonly own: MapNode;
  readonly map: MapNode;
  readonly withNulls: MapNode;
  readonly isComplete: boolean;
  /** `undefined` if the map is not of the shape of a layer. */
  readonly shape: LayerShape | undefined;
};

/** Findings of one file on its own. */
function fileFindings({ findings, root, kind }: OpenedFile): readonly Finding[] {
  if (root === undefined) return findings;
  // The order matters: of two findings about one key the later one is kept.
  const shape = kind === 'fragment' ? [...shapeOf(root, fragmentShape, 'A fragment'), ...identityInFragment(root)] : [];
  return [...findings, ...shape, ...capFindings(root)];
}

/** `name`, `project` and `layer` identify one layer; a fragment would set them for all documents that extend it. */
function identityInFragment(root: MapNode): readonly Finding[] {
  return ['name', 'project', 'layer'].flatMap((key): readonly Finding[] => {
    const at = root.members.get(key)?.key;
    if (at === undefined) return [];
    const message = `A fragment cannot have the field "${key}", which identifies one layer.`;
    return [{ code: 'document/unknown-field', message, at, remedy: 'Move it into the document of the layer.' }];
  });
}

function documentFindings({ own, map, withNulls, isComplete, shape: valid }: MergedDocument): readonly Finding[] {
  // If a part is missing, only the document's own fields can be checked.
  if (!isComplete) return shapeOf(own, documentShape);
  const shape = valid === undefined ? shapeOf(map, layerShape) : [];
  return [...shape, ...removedUnknownKeys(shape, withNulls), ...crossFieldFindings(map), ...timeZoneFindings(map)];
}

/** Unknown keys that null removes: they are still mistakes. */
function removedUnknownKeys(known: readonly Finding[], withNulls: MapNode): readonly Finding[] {
  if (!hasNull(withNulls)) return [];
  const messages = new Set(known.map(({ message }) => message));
  return shapeOf(withNulls, layerShape).filter(
    ({ code, message }) => code === 'document/unknown-field' && !messages.has(message),
  );
}

/** Adds the layer to findings in the documents' own files. */
function withLayers(findings: readonly Finding[], documents: readonly MergedDocument[]): readonly Finding[] {
  const layerByFile = new Map(documents.map(({ filePath, own }) => [filePath, nameOf(own)]));
  return findings.map((finding) => {
    const layer = layerByFile.get(finding.at.file);
    return layer === undefined ? finding : { ...finding, layer };
  });
}

/** The document's name, if it is safe to repeat in a problem. */
function nameOf(own: MapNode): string | undefined {
  const name = own.members.get('name')?.value;
  const text = name?.kind === 'scalar' ? name.value : undefined;
  return typeof text === 'string' && LAYER_NAME.test(text) && looksLikeSecret(text) === undefined ? text : undefined;
}

/** Files that were not read. A missing fragment is reported at its `extends`. */
function unreadCauses(repository: Repository, stopsOf: (filePath: string) => readonly string[]): readonly Cause[] {
  return [...repository.values()].flatMap(({ file: { filePath, problem }, kind }) => {
    if (problem === undefined || (kind === 'fragment' && problem.code === 'document/unreadable')) return [];
    return [{ finding: problem, stops: stopsOf(filePath) }];
  });
}

/**
 * Findings of the schema for a document that passed all other rules but not the schema. A matched file must not
 * disappear, so there is at least one.
 */
function invalidLayer(map: MapNode, filePath: string): readonly Finding[] {
  const findings = shapeOf(map, layerShape, 'A layer document', () => false);
  if (findings.length > 0) return findings;
  const at = { file: filePath, start: 0, end: 1 };
  return [{ code: 'document/invalid-value', message: 'The file is not a valid layer document.', at }];
}

function shapeOf(
  root: MapNode,
  shape: typeof fragmentShape | typeof layerShape | typeof documentShape,
  what = 'A layer document',
  // `capFindings` has better messages.
  hasOwnRule: (path: Path) => boolean = (path) => path[0] === 'monthlyCostCap',
): readonly Finding[] {
  return shapeFindings(root, shape, {
    what,
    known: documentKeys,
    ids: ID_KEYS,
    codes: { value: 'document/invalid-value', missing: 'document/missing-field' },
    hasOwnRule,
  });
}
