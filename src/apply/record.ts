import {
  BESIDE_PATHS,
  type Change,
  type Entry,
  type Fields,
  type FieldPath,
  type LedgerEntry,
  type LiveLayer,
  plainText,
  type PlannedLayer,
  type Value,
  WRITTEN_PATHS,
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
 * The entry after an apply: what was known before, what was found equal, and what was done now. A wish that somebody has
 * still to carry out is not recorded: the ledger says what is, as far as anybody knows. Of what was asked for and waits,
 * only that is kept which keeps it from being asked for again.
 */
export function entryAfter(
  layer: PlannedLayer,
  live: Pick<LiveLayer, 'ledger' | 'campaigns'>,
  entries: readonly Pick<Entry, 'change' | 'outcome'>[],
  signature: Signature,
): LedgerEntry {
  const outcomes = new Map(entries.map(({ change, outcome }) => [change, outcome]));
  const open = new Set(
    layer.changes
      .filter(({ id }) => outcomes.get(id) !== 'done')
      .flatMap(({ fields }) => fields.map(({ path }) => path)),
  );
  const after = new Map(
    layer.changes.flatMap(({ fields }) => fields.map(({ path, after: value }) => [path, value] as const)),
  );
  const before = live.ledger.state === 'kept' ? live.ledger.entry.config : {};
  const config: Partial<Record<FieldPath, Value>> = { ...before };
  for (const path of WRITTEN_PATHS) {
    const wanted = layer.desired[path];
    if (wanted === undefined || open.has(path)) continue;
    config[path] = after.get(path) ?? (beside.has(path) ? config[path] : undefined) ?? wanted;
  }
  const { partnership: _, 'campaigns.paused': __, ...rest } = config;
  return {
    config: { ...rest, ...requested(layer, before, outcomes), ...paused(layer, live, before, outcomes) },
    digest: layer.digest,
    ...signature,
  };
}

type Outcomes = ReadonlyMap<string, Entry['outcome']>;

/** A partnership that was asked for and is not accepted yet looks at TikTok like none. */
function requested(layer: PlannedLayer, before: Fields, outcomes: Outcomes): Fields {
  const change = layer.changes.find(({ kind }) => kind === 'partnership');
  if (change === undefined || outcomes.get(change.id) !== 'waiting') return {};
  const value = change.step.by === 'api' ? change.fields[0]?.after : before.partnership;
  return value === undefined ? {} : { partnership: value };
}

/** What reconcile asked Layers to pause: only that may it let run again. */
function paused(
  layer: PlannedLayer,
  { campaigns }: Pick<LiveLayer, 'campaigns'>,
  before: Fields,
  outcomes: Outcomes,
): Fields {
  const known = Array.isArray(before['campaigns.paused']) ? (before['campaigns.paused'] as readonly string[]) : [];
  const change = layer.changes.find(({ kind }) => kind === 'campaigns');
  const moves = change?.step.by === 'gated' ? change.step.campaigns : [];
  const outcome = change === undefined ? undefined : outcomes.get(change.id);
  // Also after a failure: some of them may have been paused before it.
  const came = outcome === undefined || outcome === 'not tried' ? [] : moves.filter(({ verb }) => verb === 'pause');
  const went = outcome === 'done' ? moves.filter(({ verb }) => verb === 'resume') : [];
  const gone = new Set(went.map(({ id }) => id));
  const there = campaigns === undefined ? undefined : new Set(campaigns.map(({ id }) => id));
  const ids = [...new Set([...known, ...came.map(({ id }) => id)])]
    .filter((id) => !gone.has(id) && (there === undefined || there.has(id)))
    .sort();
  return ids.length === 0 ? {} : { 'campaigns.paused': ids };
}

/**
 * The entry after a person said that all that was theirs is done. Fields that an API shows are left out: the API is
 * asked, not the person.
 */
export function entryStated(
  layer: PlannedLayer,
  live: Pick<LiveLayer, 'ledger' | 'campaigns'>,
  signature: Signature,
): LedgerEntry {
  const stated = layer.changes.map((change) => ({
    change: change.id,
    outcome: isStatement(change) ? ('done' as const) : ('not tried' as const),
  }));
  return entryAfter(layer, live, stated, signature);
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
