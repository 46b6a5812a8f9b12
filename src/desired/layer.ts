import {
  canonicalValue,
  type CredentialNames,
  type DesiredCap,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type Fields,
  type Location,
  majorText,
  memberAt,
  parseFields,
  TIKTOK_ADS_TEMPLATE,
  type Value,
} from '../model/index.ts';
import {
  type DocumentNode,
  lineAndColumn,
  type MapNode,
  type Path,
  readAmount,
  type Source,
  type Span,
  SPARK_VARIABLE,
  valueAt,
} from '../yaml/index.ts';
import type { LayerShape } from './shape.ts';

/** A valid merged document as the desired layer. It does not depend on key order, quotes, comments or line ends. */
export function layerOf(
  shape: LayerShape,
  map: MapNode,
  filePath: string,
  sources: ReadonlyMap<string, Source>,
  credentials: CredentialNames,
): DesiredLayer {
  const cap = capOf(shape, map, filePath);
  const pin = withoutUndefined(shape.pin?.advertiser ?? {});
  return {
    name: shape.name,
    file: filePath,
    template: TIKTOK_ADS_TEMPLATE,
    project: shape.project,
    ...(typeof shape.layer === 'string' && { layer: shape.layer }),
    ...(typeof shape.app === 'string' && { app: shape.app }),
    fields: fieldsOf(shape, cap),
    ...(cap !== undefined && { cap }),
    spark: (shape.spark ?? []).map(({ post, item, code }) => ({
      post,
      ...(item !== undefined && { item }),
      // The schema has checked the format, so the name exists.
      variable: SPARK_VARIABLE.exec(code)?.[1] ?? '',
    })),
    ...(Object.keys(pin).length > 0 && { pin }),
    protected: shape.protected ?? false,
    location: locationsOf(map, filePath, sources),
    credentials,
  };
}

function fieldsOf(shape: LayerShape, cap: DesiredCap | undefined): Fields {
  const written: Readonly<Record<string, unknown>> = {
    ...shape,
    monthlyCostCap: capValue(cap),
    capi: { ...shape.capi, event_map: sorted(shape.capi?.event_map) },
    spark: shape.spark?.map(({ post, item }) => ({ post, ...(item !== undefined && { item }) })),
  };
  const values = DOCUMENT_PATHS.flatMap((path): readonly [string, Value][] => {
    const value = memberAt(written, path);
    return value === undefined || value === null ? [] : [[path, canonicalValue(path, value)]];
  });
  const fields = parseFields(Object.fromEntries(values));
  if (fields === undefined) throw new Error('The schema of documents allows a value that is not of its field.');
  return fields;
}

/** The order of events in a document has no meaning. */
function sorted(events: Readonly<Record<string, string | null>> | null | undefined): Value | undefined {
  if (events === undefined || events === null) return undefined;
  return Object.fromEntries(Object.entries(events).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function capOf({ monthlyCostCap }: LayerShape, map: MapNode, filePath: string): DesiredCap | undefined {
  if (typeof monthlyCostCap === 'number') {
    const node = valueAt(map, ['monthlyCostCap']);
    const text = node?.kind === 'scalar' ? node.written : String(monthlyCostCap);
    return { written: 'bare', wire: monthlyCostCap, text, inherited: node?.span.file !== filePath };
  }
  const read = typeof monthlyCostCap === 'string' ? readAmount(monthlyCostCap) : undefined;
  return read?.ok === true ? { written: 'money', money: read.money } : undefined;
}

function capValue(cap: DesiredCap | undefined): Value | undefined {
  if (cap === undefined) return undefined;
  return cap.written === 'bare' ? cap.wire : `${majorText(cap.money)} ${cap.money.currency}`;
}

function withoutUndefined(pin: { [key: string]: string | null | undefined }): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(pin).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

/**
 * Location of each written value, by its path: of the value for a scalar, of the key for a map or list, and `spark.0`
 * for a list entry. `''` is the document's first line. Inherited values are located in their fragment.
 */
function locationsOf(
  map: MapNode,
  filePath: string,
  sources: ReadonlyMap<string, Source>,
): Readonly<Record<string, Location>> {
  const locationOf = ({ file, start }: Span): Location => {
    const source = sources.get(file);
    return { file, ...(source === undefined ? { line: 1, column: 1 } : lineAndColumn(source, start)) };
  };
  const locations = new Map<string, Location>([['', { file: filePath, line: 1, column: 1 }]]);
  const walk = (value: DocumentNode, path: Path, key: Span): void => {
    locations.set(path.join('.'), locationOf(value.kind === 'scalar' ? value.span : key));
    if (value.kind === 'list')
      for (const [index, item] of value.items.entries()) walk(item, [...path, index], item.span);
    if (value.kind === 'map')
      for (const [name, member] of value.members) walk(member.value, [...path, name], member.key);
  };
  for (const [name, { key, value }] of map.members) walk(value, [name], key);
  return Object.fromEntries(locations);
}
