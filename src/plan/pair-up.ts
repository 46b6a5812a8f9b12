import {
  type DesiredLayer,
  FIELD_PATHS,
  type FieldChange,
  type FieldPath,
  type Fields,
  FIELDS,
  type LiveLayer,
  ok,
  openKinds,
  type Plan,
  type Problem,
  type Result,
  type Settings,
} from '../model/index.ts';
import { currencyOf } from './account.ts';
import type { BaseDocuments } from './base-documents.ts';
import { compare, isInDiff } from './compare.ts';
import { withDerived } from './derived.ts';
import { findAll, NONE } from './find-all.ts';
import type { KnownPair, Pair } from './pair.ts';
import { type InheritedCap, twoCurrencies } from './two-currencies.ts';
import { wireFields } from './wire.ts';

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
  const pairs: Pair[] = [];
  const problems: Problem[] = [];
  for (const layer of [...desired].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const found = liveByName.get(layer.name);
    if (found === undefined) continue;
    const pair = pairOf(layer, found, settings, base, reviewedPaths);
    if (pair.ok) pairs.push(pair.value);
    else problems.push(...pair.problems);
  }
  if (!isPart) problems.push(...twoCurrencies(findAll(pairs, inheritedCap)));
  // One for each layer, so there may be too many for the arguments of `fail`.
  return problems.length > 0 ? { ok: false, problems } : ok(pairs);
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
  const desiredWire = withDerived(wire.value, desired, live, settings);
  if (baseDocuments === undefined) return ok(comparePair({ desired, live, desiredWire, settings }));
  const before = baseDocuments.get(desired);
  const base = before === undefined ? 'new' : fieldsAtBase(before, live, settings, currency);
  return ok(comparePair({ desired, live, desiredWire, settings, base }, openFields(live, reviewed)));
}

function fieldsAtBase(before: DesiredLayer, live: LiveLayer, settings: Settings, currency: string | undefined): Fields {
  const wire = wireFields(before, settings.costCapUnit, currency);
  // An invalid cap in the base is used as written.
  return withDerived(wire.ok ? wire.value : before.fields, before, live, settings);
}

/** @param isOpen with a base: whether a difference in a field is left over from an earlier reviewed plan */
export function comparePair(pair: KnownPair, isOpen?: IsOpen): Pair {
  const { desired, live, desiredWire, settings, base } = pair;
  const differing = compare(pair, FIELD_PATHS);
  const toPlan = base === undefined ? differing : inDiffOrOpen(pair, differing, isOpen);
  return { desired, live, desiredWire, settings, base, differing, toPlan };
}

function inDiffOrOpen(pair: KnownPair, differing: readonly FieldChange[], isOpen?: IsOpen): readonly FieldChange[] {
  return differing.filter(({ path }) => isInDiff(pair, path) || isOpen?.(path) === true);
}

/** The fields that a plan changes, by name of the layer. */
type PathsByLayer = ReadonlyMap<string, ReadonlySet<FieldPath>>;

function pathsByLayer({ layers }: ReviewedPlan): PathsByLayer {
  return new Map(
    layers.map(({ name, changes }) => [name, new Set(changes.flatMap(({ fields }) => fields.map(({ path }) => path)))]),
  );
}

type IsOpen = (path: FieldPath) => boolean;

function openFields({ name, ledger }: LiveLayer, reviewed: PathsByLayer | undefined): IsOpen {
  const kinds: ReadonlySet<string> = openKinds(ledger);
  const paths = reviewed?.get(name);
  return (path) => kinds.has(FIELDS[path].change) && (reviewed === undefined || paths?.has(path) === true);
}

function inheritedCap({ desired, live }: Pair): readonly InheritedCap[] {
  if (desired.cap?.written !== 'bare' || !desired.cap.inherited) return NONE;
  const location = desired.location.monthlyCostCap;
  const currency = currencyOf({ desired, live });
  return location === undefined || currency === undefined ? NONE : [{ name: desired.name, location, currency }];
}
