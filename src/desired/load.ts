import {
  combine,
  type CredentialNames,
  type DesiredLayer,
  fail,
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
  type Source,
} from '../yaml/index.ts';
import { crossFieldFindings } from './cross-field.ts';
import { duplicateFindings } from './duplicates.ts';
import { extender, extendsFindings, hasNull, withoutNulls } from './extend.ts';
import { layerOf } from './layer.ts';
import { type DocumentFile, openAll, type OpenedFile, type Repository } from './repository.ts';
import { documentKeys, ID_KEYS } from './schema.ts';
import { documentShape, fragmentShape, layerShape, NAME } from './shape.ts';
import { capFindings, timeZoneFindings } from './value-rules.ts';

/**
 * Layer documents as desired layers, sorted by name.
 *
 * @param files every document, and every fragment that any of them reaches
 * @param credentialsOf the environment variables with a document's credentials
 * @param requested paths of the requested documents: if two documents conflict, the finding is at these
 * @returns all problems of all files, by file, line and column, if there are any
 */
export function loadDesired(
  files: readonly DocumentFile[],
  credentialsOf: (filePath: string) => CredentialNames,
  requested: ReadonlySet<string> = new Set(),
): Result<readonly DesiredLayer[]> {
  const repository = openAll(files);
  const extend = extender(repository);
  const documents = [...repository.values()].flatMap((opened): readonly MergedDocument[] => {
    const { root: own, kind } = opened;
    if (kind === 'fragment' || own === undefined) return [];
    const { map, isComplete } = extend(opened, own);
    return [{ filePath: opened.file.filePath, own, map: withoutNulls(map), withNulls: map, isComplete }];
  });
  const isRequested = ({ filePath }: MergedDocument): number => Number(requested.has(filePath));
  const findings = [
    ...[...repository.values()].flatMap(fileFindings),
    ...extendsFindings(repository),
    ...documents.flatMap(documentFindings),
    ...duplicateFindings([...documents].sort((a, b) => isRequested(a) - isRequested(b))),
  ];
  const sources = sourcesOf(repository);
  const problems = [...unreadProblems(repository), ...problemsOf(withLayers(findings, documents), sources)];
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };

  const loaded = combine(
    documents.map(({ filePath, map }): Result<DesiredLayer> => {
      const shape = layerShape.safeParse(plain(map));
      if (!shape.success) return fail(...problemsOf(invalidLayer(map, filePath), sources));
      return ok(layerOf(shape.data, map, filePath, sources, credentialsOf(filePath)));
    }),
  );
  if (!loaded.ok) return { ok: false, problems: inOrder(loaded.problems) };
  return ok([...loaded.value].sort((a, b) => (a.name < b.name ? -1 : 1)));
}

/** A document merged with all it extends: `map` without the members removed by null, `withNulls` with them. */
type MergedDocument = {
  readonly filePath: string;
  readonly own: MapNode;
  readonly map: MapNode;
  readonly withNulls: MapNode;
  readonly isComplete: boolean;
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

function documentFindings({ own, map, withNulls, isComplete }: MergedDocument): readonly Finding[] {
  // If a part is missing, only the document's own fields can be checked.
  if (!isComplete) return shapeOf(own, documentShape);
  const shape = shapeOf(map, layerShape);
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
  return typeof text === 'string' && NAME.test(text) && looksLikeSecret(text) === undefined ? text : undefined;
}

/** Files that were not read. A missing fragment is reported at its `extends`. */
function unreadProblems(repository: Repository): readonly Problem[] {
  return [...repository.values()].flatMap(({ file, kind }) => {
    if (file.problem === undefined) return [];
    return kind === 'fragment' && file.problem.code === 'document/unreadable' ? [] : [file.problem];
  });
}

function sourcesOf(repository: Repository): ReadonlyMap<string, Source> {
  return new Map(
    [...repository].flatMap(([filePath, { source }]) => (source === undefined ? [] : [[filePath, source]])),
  );
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
    known: documentKeys(),
    ids: ID_KEYS,
    codes: { value: 'document/invalid-value', missing: 'document/missing-field' },
    hasOwnRule,
  });
}
