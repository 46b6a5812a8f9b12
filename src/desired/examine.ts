import { type CredentialNames, type DesiredLayer, LAYER_NAME } from '../model/index.ts';
import { type Finding, looksLikeSecret, type MapNode, type Path, plain, shapeFindings } from '../yaml/index.ts';
import { crossFieldFindings } from './cross-field.ts';
import { type Candidate, uniqueValues } from './duplicates.ts';
import { type Extended, extender, hasNull, withoutNulls } from './extend.ts';
import { layerOf } from './layer.ts';
import { locator } from './locations.ts';
import { type DocumentFile, type FileSummary, type Open, type OpenedFile, targetsOf } from './repository.ts';
import { documentKeys, ID_KEYS } from './schema.ts';
import { documentShape, fragmentShape, layerShape } from './shape.ts';
import { capFindings, timeZoneFindings } from './value-rules.ts';

/** A file without its values. */
export type ExaminedFile = FileSummary & {
  /** Of the file on its own. */
  readonly findings: readonly Finding[];
  /** Absent if it is a fragment, or not a map. */
  readonly document?: ExaminedDocument;
};

/** A document merged with all it extends, without its values. */
export type ExaminedDocument = Candidate & {
  /** As in the document, if it is safe to repeat in a problem. */
  readonly name: string | undefined;
  readonly findings: readonly Finding[];
  /** If it is not of the shape of a layer: why, which counts if there is no other finding. */
  readonly read: { readonly layer: DesiredLayer } | { readonly misshapen: readonly Finding[] };
};

/**
 * Examines files one after the other, sorted by path: the trees of all at once would take most of the memory, and of
 * the time as well. A file that others extend and without a layer (neither `name` nor `project`) is a fragment, even if
 * it matches the glob of the settings: fragments may be next to their documents.
 */
export function examineAll(
  files: readonly DocumentFile[],
  open: Open,
  credentialsOf: (filePath: string) => CredentialNames,
): readonly ExaminedFile[] {
  const merge = merger(open, credentialsOf);
  const examine = (opened: OpenedFile, kind: FileSummary['kind']): ExaminedFile => {
    const { file, references, isNameless, root } = opened;
    return {
      file,
      references,
      isNameless,
      kind,
      isMap: root !== undefined,
      findings: fileFindings(opened, kind),
      ...(kind === 'document' && root !== undefined && { document: merge(opened, root) }),
    };
  };
  const extended = new Set<string>();
  const examined = [...new Set(files.map(({ filePath }) => filePath))].sort().flatMap((filePath) => {
    const opened = open(filePath);
    for (const target of targetsOf(opened?.references ?? [])) extended.add(target);
    return opened === undefined ? [] : [opened.isNameless ? opened : examine(opened, 'document')];
  });
  return examined.map((one) => {
    if ('kind' in one) return one;
    const { role, filePath } = one.file;
    return examine(one, role === 'fragment' || extended.has(filePath) ? 'fragment' : 'document');
  });
}

function merger(
  open: Open,
  credentialsOf: (filePath: string) => CredentialNames,
): (opened: OpenedFile, own: MapNode) => ExaminedDocument {
  const extend = extender(open);
  const locate = locator(open);
  return (opened, own) => {
    const { filePath } = opened.file;
    const extended = extend(opened, own);
    const map = withoutNulls(extended.map);
    const shape = layerShape.safeParse(plain(map)).data;
    return {
      filePath,
      name: nameOf(own),
      unique: uniqueValues(map),
      findings: mergedFindings(own, extended, map, shape !== undefined),
      read:
        shape === undefined
          ? { misshapen: shapeProblems(map, filePath) }
          : { layer: layerOf(shape, map, filePath, locate, credentialsOf(filePath)) },
    };
  };
}

/** Findings of one file on its own. */
function fileFindings({ findings, root }: OpenedFile, kind: FileSummary['kind']): readonly Finding[] {
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

function mergedFindings(
  own: MapNode,
  { map: withNulls, isComplete }: Extended,
  map: MapNode,
  isValid: boolean,
): readonly Finding[] {
  // If a part is missing, only the document's own fields can be checked.
  if (!isComplete) return shapeOf(own, documentShape);
  const shape = isValid ? [] : shapeOf(map, layerShape);
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

/** The document's name, if it is safe to repeat in a problem. */
function nameOf(own: MapNode): string | undefined {
  const name = own.members.get('name')?.value;
  const text = name?.kind === 'scalar' ? name.value : undefined;
  return typeof text === 'string' && LAYER_NAME.test(text) && looksLikeSecret(text) === undefined ? text : undefined;
}

/**
 * Findings of the schema for a document that passed all other rules but not the schema. A matched file must not
 * disappear, so there is at least one.
 */
function shapeProblems(map: MapNode, filePath: string): readonly Finding[] {
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
