import {
  type Change,
  CONFIG_PATHS,
  FIELD_PATHS,
  FIELDS,
  type PlannedLayer,
  recordedFields,
  type Selection,
} from '../model/index.ts';
import { accountNameOf, currencyOf } from './account.ts';
import { checks } from './checks/index.ts';
import { isInDiff, liveAt, sameValue } from './compare.ts';
import { layerDigest } from './digest.ts';
import { documentHash } from './document-hash.ts';
import { findAll, findEach, findWhere } from './find-all.ts';
import type { Pair } from './pair.ts';
import type { Planned } from './policies/policy.ts';
import { uncheckedIn } from './unchecked.ts';

/** Everything that a plan shows of one layer. */
export function planLayer({ pair, changes }: Planned, today: Date): PlannedLayer {
  const { desired, live, desiredWire, settings } = pair;
  const { origins, transport, costCapUnit = null } = settings;
  const { template, project, name, file } = desired;
  const { organization, layerId = null } = live;
  const selection = selectionOf(pair);
  // Without spreads: for thousands of layers, they take longer than the digests.
  return {
    name,
    file,
    currency: currencyOf(pair) ?? null,
    accountName: accountNameOf(pair),
    digest: layerDigest({
      template,
      project,
      organization,
      layerId,
      selection,
      desired: desiredWire,
      changes,
      origins,
      transport,
      costCapUnit,
    }),
    document: documentHash(desired, costCapUnit),
    template,
    project,
    organization,
    layerId,
    selection,
    desired: desiredWire,
    changes,
    checks: findAll(checks, (examine) => examine(pair, changes, today)),
    released: releasedFields(pair),
    overwrites: overwrittenEdits(pair, changes),
    drift: driftAlone(pair),
    unchecked: uncheckedIn(pair),
    unknown: findWhere(CONFIG_PATHS, (path) => liveAt(pair, path).provenance === 'unknown'),
  };
}

function selectionOf({ desired, live, settings: { transport } }: Pair): Selection {
  return {
    layer: desired.layer ?? null,
    // A config endpoint uses no app.
    app: transport.kind === 'documented' ? (desired.app ?? live.toggleApp ?? null) : null,
    spark: desired.spark.map(({ post, variable }) => ({ post, variable })),
    pin: desired.pin ?? null,
    protected: desired.protected,
    credentials: desired.credentials,
  };
}

/**
 * No longer in the document, so they keep their live value. Compared with the base or, without one, with the last
 * apply.
 */
function releasedFields({ live, desiredWire, base }: Pair): PlannedLayer['released'] {
  const before = base === undefined ? recordedFields(live.ledger) : base === 'new' ? {} : base;
  return findEach(RELEASABLE, (path) => {
    const isReleased = (before[path] ?? null) !== null && desiredWire[path] === undefined;
    return isReleased ? { path, live: liveAt({ live }, path) } : undefined;
  });
}

/** Without campaigns: if no document pauses them, the optimizer controls them. `spark` lists the posts. */
const RELEASABLE = FIELD_PATHS.filter((path) => FIELDS[path].change !== 'campaigns' && path !== 'spark.authorised');

/** Live edits of fields that the diff changes too: applying it overwrites them. */
function overwrittenEdits(pair: Pair, changes: readonly Change[]): PlannedLayer['overwrites'] {
  const { base } = pair;
  if (base === undefined || base === 'new') return [];
  return changes
    .flatMap(({ fields }) => fields)
    .filter(({ path }) => isInDiff(pair, path))
    .filter(({ path, before }) => before.provenance === 'api' && !sameValue(path, before.value, base[path]))
    .map(({ path, before }) => ({ path, base: base[path] ?? null, live: before }));
}

function driftAlone({ differing, toPlan }: Pair): PlannedLayer['drift'] {
  return findWhere(differing, (change) => change.before.provenance !== 'unknown' && !toPlan.includes(change));
}
