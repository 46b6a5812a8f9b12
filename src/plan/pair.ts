import {
  type DesiredLayer,
  type FieldPath,
  type Fields,
  FIELDS,
  groupBy,
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
import { derivedFields } from './derived.ts';
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
 */
export function pairUp(
  desired: readonly DesiredLayer[],
  live: readonly LiveLayer[],
  settings: Settings,
  base?: BaseDocuments,
  reviewed?: ReviewedPlan,
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
  const problems = [...pairs.flatMap((pair) => (pair.ok ? [] : pair.problems)), ...twoCurrencies(valid)];
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

/** A bare number that two documents inherit is meant as one amount; in two currencies it would be two. */
function twoCurrencies(pairs: readonly Pair[]): readonly Problem[] {
  const inherited = pairs.flatMap(({ desired, live }) => {
    const { monthlyCostCap: location } = desired.location;
    const currency = currencyOf({ desired, live });
    const isInherited = desired.cap?.written === 'bare' && desired.cap.inherited;
    return isInherited && location !== undefined && currency !== undefined
      ? [{ name: desired.name, location, currency }]
      : [];
  });
  const byLocation = groupBy(inherited, ({ location }) => `${location.file}:${location.line}`);
  return [...byLocation.values()].flatMap((users): readonly Problem[] => {
    const byCurrency = [...groupBy(users, ({ currency }) => currency)].sort(([a], [b]) => (a < b ? -1 : 1));
    if (byCurrency.length < 2) return [];
    const examples = byCurrency.map(([currency, [first]]) => `${first?.name} in ${currency}`);
    return [
      {
        code: 'document/two-currencies',
        message: `One bare cap is inherited by ad accounts of ${byCurrency.length} currencies: ${examples.join(', ')}.`,
        remedy: 'Write the cap with its currency ("30000 USD") in each document, or one fragment per currency.',
        ...(users[0] && { location: users[0].location }),
        layers: users.map(({ name }) => name),
      },
    ];
  });
}
