import {
  canonicalValue,
  type CredentialNames,
  type DesiredCap,
  type DesiredLayer,
  type FieldPath,
  type Fields,
  type Location,
  majorText,
  TIKTOK_ADS_TEMPLATE,
  type Value,
} from '../model/index.ts';
import { type MapNode, readAmount, SPARK_VARIABLE, valueAt } from '../yaml/index.ts';
import type { LayerShape } from './shape.ts';

/** A valid merged document as the desired layer. It does not depend on key order, quotes, comments or line ends. */
export function layerOf(
  shape: LayerShape,
  map: MapNode,
  filePath: string,
  places: { readonly location: Readonly<Record<string, Location>>; readonly credentials: CredentialNames },
): DesiredLayer {
  const cap = capOf(shape, map, filePath);
  const pin = withoutUndefined(shape.pin?.advertiser ?? {});
  return {
    name: shape.name,
    file: filePath,
    template: TIKTOK_ADS_TEMPLATE,
    project: shape.project,
    ...(shape.layer !== undefined && { layer: shape.layer }),
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
    location: places.location,
    credentials: places.credentials,
  };
}

function fieldsOf(shape: LayerShape, cap: DesiredCap | undefined): Fields {
  const written: Partial<Record<FieldPath, Value | null | undefined>> = {
    mode: shape.mode,
    tiktokBusinessId: shape.tiktokBusinessId,
    adAccountId: shape.adAccountId,
    'capi.pixel_id': shape.capi?.pixel_id,
    'capi.access_token_vault_id': shape.capi?.access_token_vault_id,
    'capi.enabled': shape.capi?.enabled,
    objectives: shape.objectives,
    monthlyCostCap: capValue(cap),
    'capi.event_map': sorted(shape.capi?.event_map),
    capEnforcement: shape.capEnforcement,
    spark: shape.spark?.map(({ post, item }) => ({ post, ...(item !== undefined && { item }) })),
    'sharing.identities': shape.sharing?.identities,
    state: shape.state,
  };
  const present = Object.entries(written).flatMap(([path, value]) => {
    if (value === undefined || value === null) return [];
    // Object.entries loses the type of the keys.
    return [[path, canonicalValue(path as FieldPath, value)]];
  });
  return Object.fromEntries(present) as Fields;
}

/** The order of events in a document has no meaning. */
function sorted(events: Readonly<Record<string, string | null>> | null | undefined): Value | undefined {
  if (events === undefined || events === null) return undefined;
  return Object.fromEntries(Object.entries(events).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function capOf({ monthlyCostCap }: LayerShape, map: MapNode, filePath: string): DesiredCap | undefined {
  if (typeof monthlyCostCap === 'number') {
    const placed = valueAt(map, ['monthlyCostCap']);
    const text = placed?.kind === 'scalar' ? placed.written : String(monthlyCostCap);
    return { written: 'bare', wire: monthlyCostCap, text, inherited: placed?.span.file !== filePath };
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
