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
  parse,
  type Path,
  plain,
  problemsOf,
  shapeFindings,
  type ShapeWords,
  type Source,
} from '../yaml/index.ts';
import { capFindings } from './cap.ts';
import { extender, extendsFindings } from './extend.ts';
import type { DocumentFile } from './file.ts';
import { ID_KEYS } from './ids.ts';
import { layerOf } from './layer.ts';
import { holdsNull, withoutNulls } from './overlay.ts';
import { placesOf } from './places.ts';
import { referencesOf } from './references.ts';
import { openAll, type Opened, type Repository } from './repository.ts';
import { rivalFindings } from './rivals.ts';
import { documentKeys } from './schema.ts';
import { documentShape, fragmentShape, layerShape, NAME } from './shape.ts';
import { timeZoneFindings } from './time-zone.ts';
import { wholeFindings } from './whole.ts';

/**
 * Layer documents as desired layers, sorted by name.
 *
 * @param files every document, and every fragment that any of them reaches
 * @param credentialsOf the environment variables with a document's credentials
 * @param asked file paths of the requested documents: if two documents conflict, the finding is at these
 * @returns all problems of all files, by file, line and column, if there are any
 */
export function loadDesired(
  files: readonly DocumentFile[],
  credentialsOf: (filePath: string) => CredentialNames,
  asked: ReadonlySet<string> = new Set(),
): Result<readonly DesiredLayer[]> {
  const repository = openAll(files);
  const extend = extender(repository);
  const wholes = [...repository.values()].flatMap((opened): readonly Whole[] => {
    if (opened.kind === 'fragment' || opened.root === undefined) return [];
    const { map, sound } = extend(opened, opened.root);
    return [{ filePath: opened.file.filePath, own: opened.root, map: withoutNulls(map), written: map, sound }];
  });
  const findings = [
    ...[...repository.values()].flatMap(fileFindings),
    ...extendsFindings(repository),
    ...wholes.flatMap(documentFindings),
    ...rivalFindings([...wholes].sort((a, b) => Number(asked.has(a.filePath)) - Number(asked.has(b.filePath)))),
  ];
  const sources = sourcesOf(repository);
  const problems = [...unread(repository), ...problemsOf(ofLayers(findings, wholes), sources)];
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };

  const loaded = combine(
    wholes.map(({ filePath, map }): Result<DesiredLayer> => {
      const shape = layerShape.safeParse(plain(map));
      if (!shape.success) return fail(...problemsOf(unexplained(map, filePath), sources));
      const places = { location: placesOf(map, filePath, sources), credentials: credentialsOf(filePath) };
      return ok(layerOf(shape.data, map, filePath, places));
    }),
  );
  return loaded.ok ? ok([...loaded.value].sort(byName)) : { ok: false, problems: inOrder(loaded.problems) };
}

function byName(a: DesiredLayer, b: DesiredLayer): number {
  return a.name < b.name ? -1 : 1;
}

/**
 * Findings of the schema for a document that passed all other rules but not the schema. A matched file must not
 * disappear, so there is at least one.
 */
function unexplained(map: MapNode, filePath: string): readonly Finding[] {
  const found = shapeOf(map, layerShape, 'A layer document', () => false);
  if (found.length > 0) return found;
  const at = { file: filePath, start: 0, end: 1 };
  return [{ code: 'document/invalid-value', message: 'The file is not a valid layer document.', at }];
}

/**
 * The file paths below the root that a file extends, so that these files can be read. `loadDesired` reports the others.
 */
export function extendsOf({ filePath, bytes }: DocumentFile): readonly string[] {
  const root = bytes === undefined ? undefined : parse(filePath, bytes).root;
  if (root?.kind !== 'map') return [];
  return referencesOf(root).flatMap(({ leads }) => (leads.ok ? [leads.filePath] : []));
}

/** A document merged with all it extends: `map` without the members removed by null, `written` with them. */
type Whole = {
  readonly filePath: string;
  readonly own: MapNode;
  readonly map: MapNode;
  readonly written: MapNode;
  readonly sound: boolean;
};

/** Findings of one file on its own. */
function fileFindings({ findings, root, kind }: Opened): readonly Finding[] {
  if (root === undefined) return findings;
  // The order matters: of two findings about one key the later one is kept.
  const shape = kind === 'fragment' ? [...shapeOf(root, fragmentShape, 'A fragment'), ...fragmentHead(root)] : [];
  return [...findings, ...shape, ...capFindings(root)];
}

/** `name`, `project` and `layer` identify one layer; a fragment would set them for all documents that extend it. */
function fragmentHead(root: MapNode): readonly Finding[] {
  return ['name', 'project', 'layer'].flatMap((key): readonly Finding[] => {
    const at = root.members.get(key)?.key;
    if (at === undefined) return [];
    const message = `A fragment has no field "${key}": that names one layer.`;
    return [{ code: 'document/unknown-field', message, at, remedy: 'Move it into the document of the layer.' }];
  });
}

function documentFindings({ own, map, written, sound }: Whole): readonly Finding[] {
  const what = 'A layer document';
  // If a part is missing, only the document's own fields can be checked.
  if (!sound) return shapeOf(own, documentShape, what);
  return [
    ...shapeOf(map, layerShape, what),
    ...takenAway(map, written, what),
    ...wholeFindings(map),
    ...timeZoneFindings(map),
  ];
}

/** Unknown keys that null removes: they are still mistakes. */
function takenAway(map: MapNode, written: MapNode, what: string): readonly Finding[] {
  if (!holdsNull(written)) return [];
  const isUnknown = ({ code }: Finding): boolean => code === 'document/unknown-field';
  const known = new Set(
    shapeOf(map, layerShape, what)
      .filter(isUnknown)
      .map(({ message }) => message),
  );
  return shapeOf(written, layerShape, what).filter((finding) => isUnknown(finding) && !known.has(finding.message));
}

/** Adds the layer to findings in the documents' own files. */
function ofLayers(findings: readonly Finding[], wholes: readonly Whole[]): readonly Finding[] {
  const names = new Map(wholes.map(({ filePath, own }) => [filePath, nameOf(own)]));
  return findings.map((finding) => {
    const layer = names.get(finding.at.file);
    return layer === undefined ? finding : { ...finding, layer };
  });
}

/** The document's name, if it is safe to repeat in a problem. */
function nameOf(own: MapNode): string | undefined {
  const name = own.members.get('name')?.value;
  const text = name?.kind === 'scalar' ? name.value : undefined;
  return typeof text === 'string' && NAME.test(text) && looksLikeSecret(text) === undefined ? text : undefined;
}

function shapeOf(
  root: MapNode,
  shape: typeof fragmentShape | typeof layerShape | typeof documentShape,
  what: string,
  // `capFindings` has better messages.
  spokenFor: (path: Path) => boolean = (path) => path[0] === 'monthlyCostCap',
) {
  const words: ShapeWords = {
    what,
    known: documentKeys(),
    ids: ID_KEYS,
    codes: { value: 'document/invalid-value', missing: 'document/missing-field' },
    spokenFor,
  };
  return shapeFindings(root, shape, words);
}

/** Files that were not read. A missing fragment is reported at its `extends`. */
function unread(repository: Repository): readonly Problem[] {
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
