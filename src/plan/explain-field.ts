import {
  type FieldDifference,
  type FieldPath,
  FIELDS,
  type FieldReport,
  type LiveLayer,
  openKinds,
  type PlannedLayer,
  type Refusal,
  type Value,
} from '../model/index.ts';
import { liveAt, sameValue } from './compare.ts';

type Explained = Pick<FieldReport, 'desired' | 'live' | 'recorded' | 'difference' | 'apply'>;

/**
 * Why a field differs, and what an apply would do about it.
 *
 * @param layer of a plan without a base, so that every difference is a change
 */
export function explainField(
  path: FieldPath,
  layer: PlannedLayer,
  live: LiveLayer,
  refusals: readonly Refusal[],
): Explained {
  const seen = liveAt({ live }, path);
  const { ledger } = live;
  const entry = seen.provenance === 'recorded' && ledger.state === 'kept' ? ledger.entry : undefined;
  return {
    desired: layer.desired[path] ?? null,
    live: seen,
    recorded:
      entry === undefined ? null : { time: entry.time, repository: entry.owner.repository, commit: entry.commit },
    difference: differenceOf(path, layer, live),
    apply: applyOf(path, layer, refusals),
  };
}

function differenceOf(path: FieldPath, layer: PlannedLayer, live: LiveLayer): FieldDifference {
  const seen = liveAt({ live }, path);
  const desired: Value | undefined = layer.desired[path];
  if (desired === undefined) return 'not in the document';
  if (seen.provenance === 'unknown') return 'live unknown';
  if (changeOf(path, layer) === undefined) return 'equal';
  const kinds: ReadonlySet<string> = openKinds(live.ledger);
  if (kinds.has(FIELDS[path].change)) return 'open';
  const recorded = live.ledger.state === 'kept' ? live.ledger.entry.config[path] : undefined;
  if (recorded === undefined) return 'unreached';
  const last = recorded ?? undefined;
  if (sameValue(path, last, seen.value)) return 'document changed';
  return sameValue(path, last, desired) ? 'live changed' : 'both changed';
}

function changeOf(path: FieldPath, { changes }: PlannedLayer): PlannedLayer['changes'][number] | undefined {
  return changes.find(({ fields }) => fields.some((field) => field.path === path));
}

function applyOf(path: FieldPath, layer: PlannedLayer, refusals: readonly Refusal[]): FieldReport['apply'] {
  const change = changeOf(path, layer);
  const field = change?.fields.find((one) => one.path === path);
  if (change === undefined || field === undefined) return null;
  const { kind, step, dependsOn } = change;
  return {
    kind,
    step: step.by,
    sends: field.after,
    ...(step.by === 'human' && { screen: step.instructions.screen }),
    after: layer.changes.filter(({ id }) => dependsOn.includes(id)).map((before) => before.kind),
    refusals,
  };
}
