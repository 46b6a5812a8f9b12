import {
  canonicalValue,
  type Change,
  checksumOf,
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
  return checksumOf({
    template,
    project,
    organization,
    layerId,
    origins: { layers: origins.layers, tiktok: origins.tiktok },
    transport: { ...transport },
    selection: {
      layer,
      app,
      spark: spark.map(({ post, variable }) => ({ post, variable })),
      pin: pin === null ? null : { ...pin },
      protected: selection.protected,
      credentials: { layers: credentials.layers, tiktok: credentials.tiktok },
    },
    desired: fieldsValue(desired),
    // 30000 in cents is a different amount than 30000 in dollars.
    ...(desired.monthlyCostCap !== undefined && { capUnit: members.costCapUnit }),
    changes: changes.map(changeValue),
  });
}

/** Over all layers, in any order. */
export function planDigest(digests: readonly string[]): string {
  return checksumOf([...digests].sort());
}

function changeValue(change: Change): Value {
  return {
    kind: change.kind,
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
      path,
      before: liveValue(path, before),
      after: canonicalValue(path, after),
    })),
    basis: change.basis.map(({ path, live }) => ({ path, live: liveValue(path, live) })),
  };
}

/** Absent, null and unknown are three different values, also for a digest. */
function liveValue(path: FieldPath, live: LiveValue): Value {
  if (live.provenance === 'unknown') return { provenance: 'unknown' };
  if (live.value === undefined) return { provenance: live.provenance, absent: true };
  return { provenance: live.provenance, value: canonicalValue(path, live.value) };
}

function fieldsValue(fields: Fields): Value {
  const entries = Object.entries(fields) as [FieldPath, Value][];
  return Object.fromEntries(entries.map(([path, value]) => [path, canonicalValue(path, value)]));
}
