import {
  type DesiredLayer,
  DOCUMENT_PATHS,
  type FieldChange,
  type FieldPath,
  type LayerDrift,
  type LiveLayer,
  ok,
  openKinds,
  type Result,
  type Settings,
} from '../model/index.ts';
import { currencyOf } from './account.ts';
import { findChanges } from './changes/index.ts';
import { pixelChecks } from './checks/pixel.ts';
import { sameValue } from './compare.ts';
import type { Pair } from './pair.ts';
import { uncheckedIn } from './unchecked.ts';
import { pairUp } from './pair-up.ts';

/** Drift of all layers, sorted by name. A layer that was never applied is compared with its document. */
export function findDrift(
  desired: readonly DesiredLayer[],
  live: readonly LiveLayer[],
  settings: Settings,
): Result<readonly LayerDrift[]> {
  const pairs = pairUp(desired, live, settings);
  if (!pairs.ok) return pairs;
  return ok(pairs.value.map(driftOf));
}

/** A derived value that is not visible is not reported as unknown. */
const IN_DOCUMENTS: ReadonlySet<FieldPath> = new Set(DOCUMENT_PATHS);

function driftOf(pair: Pair): LayerDrift {
  const { differing } = pair;
  const shown = differing.filter(({ before }) => before.provenance !== 'unknown');
  const kinds = openKinds(pair.live.ledger);
  const open = findChanges(pair).filter(({ kind }) => kinds.has(kind));
  const openPaths = new Set(open.flatMap(({ fields }) => fields.map(({ path }) => path)));
  const others = shown.filter(({ path }) => !openPaths.has(path));
  const pending = others.filter((field) => isPending(pair, field));
  return {
    name: pair.desired.name,
    file: pair.desired.file,
    currency: currencyOf(pair) ?? null,
    drift: others.filter((field) => !pending.includes(field)),
    pending,
    open,
    unknown: differing
      .filter(({ path, before }) => before.provenance === 'unknown' && IN_DOCUMENTS.has(path))
      .map(({ path }) => path),
    unchecked: uncheckedIn(pair),
    checks: pixelChecks(pair),
  };
}

/**
 * A value from an API is pending if it is as last applied and the document changed; otherwise it drifted. A value only
 * in the ledger cannot drift, and neither can one of a layer that is not installed.
 */
function isPending({ live, desiredWire }: Pair, { path, before }: FieldChange): boolean {
  if (before.provenance === 'recorded' || live.installed === 'no') return true;
  if (live.ledger.state !== 'kept' || before.provenance === 'unknown') return false;
  const applied = live.ledger.entry.config[path];
  if (applied === undefined) return false;
  const last = applied ?? undefined;
  return !sameValue(path, last, desiredWire[path]) && sameValue(path, before.value, last);
}
