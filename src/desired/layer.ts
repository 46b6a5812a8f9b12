import {
  canonicalValue,
  type CredentialNames,
  type DesiredCap,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type Fields,
  lazily,
  majorText,
  memberAt,
  parseFields,
  TIKTOK_ADS_TEMPLATE,
  type Value,
} from '../model/index.ts';
import { type MapNode, readAmount, SPARK_VARIABLE, valueAt } from '../yaml/index.ts';
import type { LayerShape } from './shape.ts';

/**
 * A valid merged document as the desired layer. It does not depend on key order, quotes, comments or line ends.
 *
 * @param locate called when a location is first needed
 */
export function layerOf(
  shape: LayerShape,
  map: MapNode,
  filePath: string,
  locate: (filePath: string) => DesiredLayer['location'],
  credentials: CredentialNames,
): DesiredLayer {
  const cap = capOf(shape, map, filePath);
  const pin = withoutUndefined(shape.pin?.advertiser ?? {});
  const layer = {
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
    credentials,
  };
  return withLocation(layer, () => locate(filePath));
}

const locators = new WeakMap<object, () => DesiredLayer['location']>();

/** One getter for all layers: V8 reads objects slowly if each has a getter of its own. */
const LOCATION: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: object) {
    return locators.get(this)?.();
  },
};

function withLocation(layer: Omit<DesiredLayer, 'location'>, locate: () => DesiredLayer['location']): DesiredLayer {
  locators.set(layer, lazily(locate));
  // The getter is the member that is missing.
  return Object.defineProperty(layer, 'location', LOCATION) as DesiredLayer;
}

function fieldsOf(shape: LayerShape, cap: DesiredCap | undefined): Fields {
  const written: Readonly<Record<string, unknown>> = {
    ...shape,
    monthlyCostCap: capValue(cap),
    capi: { ...shape.capi, event_map: sorted(shape.capi?.event_map) },
    spark: shape.spark?.map(({ post, item }) => ({ post, ...(item !== undefined && { item }) })),
  };
  const values: Record<string, Value> = {};
  for (const path of DOCUMENT_PATHS) {
    const value = memberAt(written, path);
    if (value !== undefined && value !== null) values[path] = canonicalValue(path, value);
  }
  const fields = parseFields(values);
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
