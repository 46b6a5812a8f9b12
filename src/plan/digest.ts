import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type CapUnit,
  type Change,
  type Fields,
  type Origins,
  type Seen,
  settled,
  type FieldPath,
  type Value,
} from '../model/index.ts';

/** What a layer's digest is made from; nothing else alters it. */
export type DigestMembers = {
  readonly template: string;
  readonly project: string;
  readonly organization: string;
  readonly origins: Origins;
  /** In wire form. */
  readonly desired: Fields;
  /** What the desired cap counts: 30000 in cents is another wish than 30000 in dollars. */
  readonly capUnit: CapUnit | null;
  readonly changes: readonly Change[];
};

/** `sha256:` and 64 hex digits over the meaning of one layer's plan. */
export function layerDigest(members: DigestMembers): string {
  const { template, project, organization, origins, desired, capUnit, changes } = members;
  return sha256({
    template,
    project,
    organization,
    origins: { layers: origins.layers, tiktok: origins.tiktok },
    desired: fieldsValue(desired),
    ...(desired.monthlyCostCap !== undefined && { capUnit }),
    changes: changes.map(changeValue),
  });
}

/** Over all layers, in whatever order they come. */
export function planDigest(digests: readonly string[]): string {
  return sha256([...digests].sort());
}

function changeValue(change: Change): Value {
  return {
    kind: change.kind,
    by: change.step.by,
    fields: change.fields.map(({ path, before, after }) => ({
      path,
      before: seenValue(path, before),
      after: settled(path, after),
    })),
    basis: change.basis.map(({ path, seen }) => ({ path, seen: seenValue(path, seen) })),
  };
}

/** Absent, null and unknown are three different things, also to a digest. */
function seenValue(path: FieldPath, seen: Seen): Value {
  if (seen.provenance === 'unknown') return { provenance: 'unknown' };
  if (seen.value === undefined) return { provenance: seen.provenance, absent: true };
  return { provenance: seen.provenance, value: settled(path, seen.value) };
}

function fieldsValue(fields: Fields): Value {
  const entries = Object.entries(fields) as [FieldPath, Value][];
  return Object.fromEntries(entries.map(([path, value]) => [path, settled(path, value)]));
}

function sha256(value: Value): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
