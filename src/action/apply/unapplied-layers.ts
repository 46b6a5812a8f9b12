import {
  canonicalJson,
  canonicalValue,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type FieldPath,
  type LiveLayer,
  type NotApplied,
  type Plan,
  type PlannedLayer,
  recordedFields,
} from '../../model/index.ts';
import { type BranchUpdate, BY_DIGEST, unappliedFields } from '../review/assign-layers.ts';

export type FieldsByName = ReadonlyMap<string, DesiredLayer['fields']>;

export function fieldsByName(desired: readonly DesiredLayer[]): FieldsByName {
  return new Map(desired.map(({ name, fields }) => [name, fields]));
}

/** One layer, and why some of its fields are not applied. */
export type UnappliedLayer = NotApplied & { readonly layers: readonly [string] };

/**
 * Layers of a fresh plan with fields that changed before the base of the reviewed one, so that it shows them as drift.
 * Values that the ledger has were applied, and moved after that.
 *
 * @param live of the fresh plan
 * @param from the last commit after which nothing was open; `undefined`: there is none
 * @param applied documents at `from`
 * @param base documents at the base of the reviewed plan
 */
export function unappliedLayers(
  { plan, live }: { readonly plan: Plan; readonly live: readonly LiveLayer[] },
  from: string | undefined,
  applied: FieldsByName,
  base: FieldsByName,
  { name: update }: BranchUpdate,
): readonly UnappliedLayer[] {
  const start = from === undefined ? '' : ` after the last applied commit ${from.slice(0, 7)} and`;
  const liveByName = new Map(live.map((layer) => [layer.name, layer]));
  return plan.layers.flatMap((layer): readonly UnappliedLayer[] => {
    const seen = liveByName.get(layer.name);
    // A plan lists unknown values of the config only.
    const unknown = DOCUMENT_PATHS.filter((path) => (seen?.fields[path]?.provenance ?? 'unknown') === 'unknown');
    const paths = unappliedFields({ ...layer, unknown }, applied.get(layer.name), base.get(layer.name)).filter(
      (path) => !wasApplied(path, layer, seen),
    );
    if (paths.length === 0) return [];
    const why = `${paths.join(', ')} changed${start} before the base of the reviewed plan of ${update}, so that plan does not apply it.`;
    return [{ layers: [layer.name], why, remedy: BY_DIGEST }];
  });
}

function wasApplied(path: FieldPath, { desired }: PlannedLayer, live: LiveLayer | undefined): boolean {
  const [recorded, wanted] = [live === undefined ? undefined : recordedFields(live.ledger)[path], desired[path]];
  if (recorded === undefined || recorded === null || wanted === undefined) return false;
  return canonicalJson(canonicalValue(path, recorded)) === canonicalJson(canonicalValue(path, wanted));
}
