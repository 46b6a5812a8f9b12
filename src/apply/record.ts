import {
  type Change,
  DOCUMENT_PATHS,
  type Entry,
  type FieldPath,
  type Fields,
  isSent,
  type LedgerEntry,
  type LiveCampaign,
  type LiveLayer,
  pausedCampaigns,
  plainText,
  type PlannedLayer,
  recordedFields,
  textsIn,
  unrecordedIn,
  type Value,
  waitsFor,
} from '../model/index.ts';
import type { CampaignOutcome } from './campaigns.ts';

/** Who applies, from where: goes into every ledger entry. */
export type Signature = Pick<LedgerEntry, 'owner' | 'commit' | 'time' | 'revision'>;

/** Where the ledger keeps a layer: by its id where Layers shows it, else by its ad account, so that renames are free. */
export function ledgerKey(layer: Pick<PlannedLayer, 'layerId' | 'desired'>): string {
  return layer.layerId ?? plainText(layer.desired.adAccountId);
}

/** Lists that only the ledger shows. Where nothing changes it holds what is wished for, and maybe entries beyond that. */
const ADDED: ReadonlySet<FieldPath> = new Set(['spark', 'sharing.identities']);

/** What became of the campaigns that Layers was asked about now, by id. */
export type Asked = ReadonlyMap<string, CampaignOutcome>;

/** What an entry is made from besides the plan. */
type Known = Pick<LiveLayer, 'ledger' | 'campaigns' | 'fields'>;

/**
 * The entry after an apply: what was known before, what was found equal, and what was done now. A wish that somebody has
 * still to carry out is not recorded, nor one that the diff left alone: the ledger says what is, as far as anybody knows.
 * Of what was asked for and waits, only that is kept which keeps it from being asked for again.
 *
 * @param asked of the campaigns, what was asked of Layers: an outcome is about all of them together
 */
export function entryAfter(
  layer: PlannedLayer,
  live: Known,
  entries: readonly Pick<Entry, 'change' | 'outcome'>[],
  signature: Signature,
  asked: Asked = new Map(),
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
  const before = recordedFields(live.ledger);
  const alone = new Set(layer.drift.map(({ path }) => path));
  const config: Partial<Record<FieldPath, Value>> = { ...before };
  for (const path of DOCUMENT_PATHS) {
    const wanted = layer.desired[path];
    if (wanted === undefined || open.has(path)) continue;
    if (!after.has(path) && (alone.has(path) || isGuess(path, wanted, live))) continue;
    config[path] = after.get(path) ?? (ADDED.has(path) ? config[path] : undefined) ?? wanted;
  }
  const { partnership: _, accountBudget: __, 'campaigns.paused': ___, 'campaigns.resumed': ____, ...rest } = config;
  return {
    config: {
      ...rest,
      ...requested(layer, before, outcomes),
      ...budgetHeld(layer, config, before, outcomes),
      ...campaignsAsked(layer, live, before, asked),
    },
    digest: isTried(layer, outcomes) ? layer.digest : (unrecordedIn(live.ledger)?.digest ?? layer.digest),
    ...signature,
  };
}

/** Whether this run had anything to send: otherwise it only records what an earlier run did, under its digest. */
function isTried({ changes }: PlannedLayer, outcomes: Outcomes): boolean {
  return changes.some((change) => isSent(change) && (outcomes.get(change.id) ?? 'not tried') !== 'not tried');
}

/** Whether nobody shows a field that nothing was done about. That nothing holds the cap needs no showing: it is so by default. */
function isGuess(path: FieldPath, wanted: Value, { fields }: Known): boolean {
  if (path === 'capEnforcement' && wanted === 'none') return false;
  return (fields[path]?.provenance ?? 'unknown') === 'unknown';
}

type Outcomes = ReadonlyMap<string, Entry['outcome']>;

/** A partnership that was asked for and is not accepted yet looks at TikTok like none. */
function requested(layer: PlannedLayer, before: Fields, outcomes: Outcomes): Fields {
  const change = layer.changes.find(({ kind }) => kind === 'partnership');
  if (change === undefined || outcomes.get(change.id) !== 'waiting') return {};
  const value = change.step.by === 'api' ? change.fields[0]?.after : before.partnership;
  return value === undefined ? {} : { partnership: value };
}

/** TikTok's budget as it was last set, by API or by hand: where nobody shows it, it must not fall behind the cap. */
function budgetHeld(layer: PlannedLayer, config: Fields, before: Fields, outcomes: Outcomes): Fields {
  if (config.capEnforcement !== 'tiktok') return {};
  const change = layer.changes.find(({ kind }) => kind === 'cap-enforcement');
  const isDone = change !== undefined && outcomes.get(change.id) === 'done';
  const value = isDone ? layer.desired.accountBudget : before.accountBudget;
  return value === undefined ? {} : { accountBudget: value };
}

/**
 * What reconcile asked Layers to pause, and of those what it asked to resume and is held: only these may it let run
 * again. What somebody else asked for, or paused, and what runs again already, is not among them: a person's pause wins.
 */
function campaignsAsked(layer: PlannedLayer, { campaigns, ledger }: Known, before: Fields, asked: Asked): Fields {
  const seen = campaigns && new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  const isOpen = (verb: 'pause' | 'resume') => (id: string) => seen === undefined || isStill(verb, seen.get(id));
  const paused = new Set(pausedCampaigns(ledger).filter(isOpen('pause')));
  const resumed = new Set(textsIn(before['campaigns.resumed']).filter(isOpen('resume')));
  // An unrecorded wish counts only as far as it shows: whether it was sent is not known.
  for (const id of unrecordedIn(ledger)?.resumed ?? []) {
    if (!isStill('resume', seen?.get(id))) continue;
    resumed.add(id);
    paused.delete(id);
  }
  for (const { id, verb } of layer.changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns : []))) {
    const became = asked.get(id);
    if (became === undefined || (verb === 'resume' && became === 'unseen')) continue;
    const isHeld = verb === 'resume' && became === 'held';
    for (const [ids, holds] of [
      [paused, verb === 'pause'],
      [resumed, isHeld],
    ] as const) {
      if (holds) ids.add(id);
      else ids.delete(id);
    }
  }
  return {
    ...(paused.size > 0 && { 'campaigns.paused': [...paused].sort() }),
    ...(resumed.size > 0 && { 'campaigns.resumed': [...resumed].sort() }),
  };
}

/**
 * Whether what was asked of a campaign is still what holds it: it is paused, or waits for it. One that ran again meanwhile
 * is nobody's: who pauses it next is the one who paused it.
 */
function isStill(verb: 'pause' | 'resume', seen: LiveCampaign | undefined): boolean {
  if (seen === undefined) return false;
  if (waitsFor(verb, seen.pending)) return true;
  // What was rejected is remembered as asked for, so that it is not asked for again unseen.
  return verb === 'pause' && (seen.status === 'paused' || seen.rejected !== undefined);
}

/**
 * The entry after a person said that all that was theirs is done. Fields that an API shows are left out: the API is
 * asked, not the person.
 */
export function entryStated(layer: PlannedLayer, live: Known, signature: Signature): LedgerEntry {
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
  const before = recordedFields(live.ledger);
  const paused = pausedCampaigns(live.ledger);
  const config: Partial<Record<FieldPath, Value>> = {
    ...before,
    ...(paused.length > 0 && { 'campaigns.paused': paused }),
  };
  for (const path of paths) config[path] = pasted[path] ?? null;
  return { config, digest, ...signature };
}
