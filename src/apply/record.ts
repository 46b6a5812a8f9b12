import {
  BESIDE_PATHS,
  type Change,
  FIELD_PATHS,
  type Fields,
  type FieldPath,
  type LedgerEntry,
  type LedgerView,
  type LiveLayer,
  plainText,
  type PlannedLayer,
  type Value,
} from '../model/index.ts';

/** Who applies, from where: goes into every ledger entry. */
export type Signature = Pick<LedgerEntry, 'owner' | 'commit' | 'time' | 'revision'>;

/** Where the ledger keeps a layer: by its id where Layers shows it, else by its ad account, so that renames are free. */
export function ledgerKey(layer: Pick<PlannedLayer, 'layerId' | 'desired'>): string {
  return layer.layerId ?? plainText(layer.desired.adAccountId);
}

/** Only the ledger shows these. Where nothing changes it holds what is wished for, and maybe entries beyond that. */
const beside: ReadonlySet<FieldPath> = new Set(BESIDE_PATHS);

/**
 * The entry after an apply: what was known before, what was found equal, and what was done now. A wish that a person has
 * still to carry out is not recorded: the ledger says what is, as far as anybody knows.
 *
 * @param done ids of the changes that are done
 */
export function entryAfter(
  layer: PlannedLayer,
  before: LedgerView,
  done: ReadonlySet<string>,
  signature: Signature,
): LedgerEntry {
  const open = new Set(
    layer.changes.filter(({ id }) => !done.has(id)).flatMap(({ fields }) => fields.map(({ path }) => path)),
  );
  const after = new Map(
    layer.changes.flatMap(({ fields }) => fields.map(({ path, after: value }) => [path, value] as const)),
  );
  const config: Partial<Record<FieldPath, Value>> = { ...(before.state === 'kept' ? before.entry.config : {}) };
  for (const path of FIELD_PATHS) {
    const wanted = layer.desired[path];
    if (wanted === undefined || open.has(path)) continue;
    config[path] = after.get(path) ?? (beside.has(path) ? config[path] : undefined) ?? wanted;
  }
  return { config, digest: layer.digest, ...signature };
}

/**
 * The entry after a person said that all that was theirs is done. Fields that an API shows are left out: the API is
 * asked, not the person.
 */
export function entryStated(layer: PlannedLayer, before: LedgerView, signature: Signature): LedgerEntry {
  const stated = layer.changes.filter(isStatement).map(({ id }) => id);
  return entryAfter(layer, before, new Set(stated), signature);
}

/** A person's step whose outcome no API shows. */
export function isStatement({ step, fields }: Change): boolean {
  return step.by === 'human' && fields.length > 0 && fields.every(({ before }) => before.provenance !== 'api');
}

/** The entry after a person pasted the whole config as it is: absent members are recorded as absent. */
export function entryPasted(
  pasted: Fields,
  paths: readonly FieldPath[],
  live: LiveLayer,
  digest: string,
  signature: Signature,
): LedgerEntry {
  const before = live.ledger.state === 'kept' ? live.ledger.entry.config : {};
  const config: Partial<Record<FieldPath, Value>> = { ...before };
  for (const path of paths) config[path] = pasted[path] ?? null;
  return { config, digest, ...signature };
}
