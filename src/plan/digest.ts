import {
  canonicalValue,
  type Change,
  checksumOf,
  FIELD_PATHS,
  type FieldPath,
  type Fields,
  type LiveValue,
  type Plan,
  type PlannedLayer,
  type Value,
} from '../model/index.ts';

/** Source of a layer's digest; nothing else alters it. */
export type DigestMembers = Pick<Plan, 'origins' | 'transport' | 'costCapUnit'> &
  Pick<PlannedLayer, 'template' | 'project' | 'organization' | 'layerId' | 'selection' | 'desired' | 'changes'>;

/** `sha256:` and 64 hex digits over everything that selects an effect. */
export function layerDigest(members: DigestMembers): string {
  const { template, project, organization, layerId, origins, transport, selection, desired, changes } = members;
  const { layer, app, spark, pin, credentials } = selection;
  // In the order of their names, so that nothing has to be sorted.
  return checksumOf({
    // 30000 in cents is a different amount than 30000 in dollars.
    capUnit: desired.monthlyCostCap === undefined ? undefined : members.costCapUnit,
    changes: changes.map(changeValue),
    desired: fieldsValue(desired),
    layerId,
    organization,
    origins: { layers: origins.layers, tiktok: origins.tiktok },
    project,
    selection: {
      app,
      credentials: { layers: credentials.layers, tiktok: credentials.tiktok },
      layer,
      pin: pin === null ? null : { ...pin },
      protected: selection.protected,
      spark: spark.map(({ post, variable }) => ({ post, variable })),
    },
    template,
    transport,
  });
}

/** Over all layers, in any order. */
export function planDigest(digests: readonly string[]): string {
  return checksumOf([...digests].sort());
}

function changeValue(change: Change): Value {
  return {
    basis: change.basis.map(({ path, live }) => ({ live: liveValue(path, live), path })),
    by: change.step.by,
    // The predicted reaction of the gate is not part of the request. An earlier rejection is.
    ...(change.step.by === 'gated' && {
      campaigns: change.step.campaigns.map(({ id, verb, rejected }) => ({
        id,
        verb,
        ...(rejected !== undefined && { rejected }),
      })),
    }),
    fields: change.fields.map(({ path, before, after }) => ({
      after: canonicalValue(path, after),
      before: liveValue(path, before),
      path,
    })),
    kind: change.kind,
  };
}

/** Absent, null and unknown are three different values, also for a digest. */
function liveValue(path: FieldPath, live: LiveValue): Value {
  if (live.provenance === 'unknown') return { provenance: 'unknown' };
  if (live.value === undefined) return { absent: true, provenance: live.provenance };
  return { provenance: live.provenance, value: canonicalValue(path, live.value) };
}

const SORTED_PATHS = [...FIELD_PATHS].sort();

function fieldsValue(fields: Fields): Value {
  const values: Record<string, Value> = {};
  for (const path of SORTED_PATHS) {
    const value = fields[path];
    if (value !== undefined) values[path] = canonicalValue(path, value);
  }
  return values;
}
