import {
  type DesiredLayer,
  type FieldPath,
  type Fields,
  FIELDS,
  type LiveLayer,
  ok,
  openKinds,
  type Plan,
  type Result,
  type Settings,
} from '../model/index.ts';
import { currencyOf } from './account.ts';
import type { BaseDocuments } from './base-documents.ts';
import { derivedFields } from './derived.ts';
import { type InheritedCap, twoCurrencies } from './two-currencies.ts';
import { wireFields } from './wire.ts';

/** One layer, desired and live: the input of every rule. */
export type Pair = {
  readonly desired: DesiredLayer;
  /** In wire form: the cap as the number at Layers. */
  readonly desiredWire: Fields;
  readonly live: LiveLayer;
  readonly settings: Settings;
  /**
   * Desired fields at the base, in wire form. `new`: the layer had no document. Absent: without a base, so every
   * difference is a change.
   */
  readonly base?: Fields | 'new';
  /** With a base: whether a difference in this field is left over from an earlier reviewed plan. */
  readonly isOpen: (path: FieldPath) => boolean;
};

/** A reviewed plan that is planned again: it carries on the open changes that it contains, and no others. */
export type ReviewedPlan = Pick<Plan, 'layers'>;

/**
 * Layers with a document that could be read, sorted by name. A live layer without one has a different owner or was
 * released. Fails if a document contradicts its ad account.
 *
 * @param base the documents at the base; without it every difference is a change
 * @param reviewed the plan that is planned again; without it, all open changes are carried on
 * @param isPart other plans have the other layers: a cap of two currencies is found once all are known
 */
export function pairUp(
  desired: readonly DesiredLayer[],
  live: readonly LiveLayer[],
  settings: Settings,
  base?: BaseDocuments,
  reviewed?: ReviewedPlan,
  isPart = false,
): Result<readonly Pair[]> {
  const liveByName = new Map(live.map((layer) => [layer.name, layer]));
  const reviewedPaths = reviewed && pathsByLayer(reviewed);
  const pairs = [...desired]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((layer): readonly Result<Pair>[] => {
      const found = liveByName.get(layer.name);
      return found === undefined ? [] : [pairOf(layer, found, settings, base, reviewedPaths)];
    });
  const valid = pairs.flatMap((pair) => (pair.ok ? [pair.value] : []));
  const problems = [
    ...pairs.flatMap((pair) => (pair.ok ? [] : pair.problems)),
    ...(isPart ? [] : twoCurrencies(valid.flatMap(inheritedCap))),
  ];
  // One for each layer, so there may be too many for the arguments of `fail`.
  return problems.length > 0 ? { ok: false, problems } : ok(valid);
}

function pairOf(
  desired: DesiredLayer,
  live: LiveLayer,
  settings: Settings,
  baseDocuments: BaseDocuments | undefined,
  reviewed: PathsByLayer | undefined,
): Result<Pair> {
  const currency = currencyOf({ desired, live });
  const wire = wireFields(desired, settings.costCapUnit, currency);
  if (!wire.ok) return wire;
  const desiredWire = { ...wire.value, ...derivedFields(desired, live, settings) };
  const pair = { desired, live, desiredWire, settings, isOpen: openFields(live, reviewed) };
  if (baseDocuments === undefined) return ok(pair);
  const base = baseDocuments.get(desired);
  if (base === undefined) return ok({ ...pair, base: 'new' });
  const before = wireFields(base, settings.costCapUnit, currency);
  // An invalid cap in the base is used as written.
  const fields = before.ok ? before.value : base.fields;
  return ok({ ...pair, base: { ...fields, ...derivedFields(base, live, settings) } });
}

/** The fields that a plan changes, by name of the layer. */
type PathsByLayer = ReadonlyMap<string, ReadonlySet<FieldPath>>;

function pathsByLayer({ layers }: ReviewedPlan): PathsByLayer {
  return new Map(
    layers.map(({ name, changes }) => [name, new Set(changes.flatMap(({ fields }) => fields.map(({ path }) => path)))]),
  );
}

function openFields({ name, ledger }: LiveLayer, reviewed: PathsByLayer | undefined): Pair['isOpen'] {
  const kinds: ReadonlySet<string> = openKinds(ledger);
  const paths = reviewed?.get(name);
  return (path) => kinds.has(FIELDS[path].change) && (reviewed === undefined || paths?.has(path) === true);
}

function inheritedCap({ desired, live }: Pair): readonly InheritedCap[] {
  const location =
    desired.cap?.written === 'bare' && desired.cap.inherited ? desired.location.monthlyCostCap : undefined;
  const currency = currencyOf({ desired, live });
  return location === undefined || currency === undefined ? [] : [{ name: desired.name, location, currency }];
}
