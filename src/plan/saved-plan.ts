import { checksumOf, type Plan, type Value } from '../model/index.ts';
import { layerDigest, planDigest } from './digest.ts';
import { planShape } from './schema.ts';

/**
 * `undefined` if the plan has a different version, has problems or was edited since it was saved. The checksum proves no
 * author, so lifted policies are not taken from a file of unknown origin.
 */
export function parsePlan(text: string): Plan | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = planShape.safeParse(data);
  if (!parsed.success || !isSealed(data as Readonly<Record<string, Value>>)) return undefined;
  const { checksum: _, counts: __, exitCode: ___, problems, ...rest } = parsed.data;
  if (problems !== undefined) return undefined;
  // The schema is the type, member by member; zod only widens names of checks and paths to strings.
  const plan = rest as unknown as Plan;
  return isIntact(plan) ? plan : undefined;
}

/** The checksum covers the data as read, not the parsed result. The exit code belongs to the command that printed it. */
function isSealed({ checksum, exitCode: _, ...rest }: Readonly<Record<string, Value>>): boolean {
  return checksum === checksumOf(rest);
}

/** Otherwise a page could show one plan while the digest allows a different one. */
function isIntact({ layers, origins, transport, costCapUnit, digest, shard }: Plan): boolean {
  const own = layers.every((layer) => layerDigest({ ...layer, origins, transport, costCapUnit }) === layer.digest);
  // A layer without a row would not count for the policies over a sum.
  const counted = shard && new Set(shard.sums.flatMap((row) => (row.state === 'planned' ? [row.name] : [])));
  if (counted !== undefined && !layers.every(({ name }) => counted.has(name))) return false;
  return own && planDigest(layers.map((layer) => layer.digest)) === digest;
}
