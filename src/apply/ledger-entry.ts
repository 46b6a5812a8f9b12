import {
  canonicalJson,
  CONFIG_PATHS,
  type Change,
  changeAt,
  DOCUMENT_PATHS,
  type Entry,
  type FieldPath,
  FIELDS,
  type Fields,
  isSent,
  type LedgerEntry,
  type LiveCampaign,
  type LiveLayer,
  pausedCampaigns,
  type PlannedLayer,
  type RecordedFields,
  recordedFields,
  unrecordedIn,
  type Value,
  waitsFor,
} from '../model/index.ts';
import type { CampaignOutcome } from './executors/executor.ts';

/** Origin of an apply, in every ledger entry. */
export type EntryOrigin = Pick<LedgerEntry, 'owner' | 'commit' | 'time' | 'revision'>;

/** Ledger key of a layer: its id if Layers shows it, else its ad account, so that a layer can be renamed. */
export function ledgerKey(layer: Pick<PlannedLayer, 'layerId' | 'desired'>): string {
  return layer.layerId ?? layer.desired.adAccountId ?? '';
}

/** Outcomes of the campaigns sent by this run, by id. */
export type Asked = ReadonlyMap<string, CampaignOutcome>;

type Known = Pick<LiveLayer, 'ledger' | 'campaigns' | 'fields'>;

/**
 * The entry after an apply: earlier values, values found equal, and changes done now. Desired values that are not
 * applied yet, or that the diff did not touch, are not recorded. Of waiting requests, only those are kept that must not
 * be sent again.
 *
 * @param asked outcomes per campaign, because the outcome of the change covers all campaigns together
 */
export function entryAfter(
  layer: PlannedLayer,
  live: Known,
  entries: readonly Pick<Entry, 'change' | 'outcome'>[],
  signature: EntryOrigin,
  asked: Asked = new Map(),
): LedgerEntry {
  const outcomes = new Map(entries.map(({ change, outcome }) => [change, outcome]));
  const open = new Set(
    layer.changes
      .filter(({ id }) => outcomes.get(id) !== 'done')
      .flatMap(({ fields }) => fields.map(({ path }) => path)),
  );
  const changed = layer.changes.flatMap(({ fields }) => fields);
  const before = recordedFields(live.ledger);
  const alone = new Set(layer.drift.map(({ path }) => path));
  const kept = DOCUMENT_PATHS.flatMap((path): readonly [FieldPath, Value][] => {
    const desired = layer.desired[path];
    if (desired === undefined || open.has(path)) return [];
    const after = changeAt(changed, path)?.after;
    if (after === undefined && (alone.has(path) || isGuess(path, desired, live))) return [];
    // Only the ledger shows an additive list. Without a change it has the desired entries, and maybe more.
    return [[path, after ?? (FIELDS[path].list === 'additive' ? before[path] : undefined) ?? desired]];
  });
  const config: RecordedFields = { ...before, ...Object.fromEntries(kept) };
  const { partnership: _, accountBudget: __, 'campaigns.paused': ___, 'campaigns.resumed': ____, ...rest } = config;
  return {
    config: {
      ...rest,
      ...requested(layer, before, outcomes),
      ...budgetHeld(layer, live, config, outcomes),
      ...campaignsAsked(layer, live, before, asked),
    },
    digest: isTried(layer, outcomes) ? layer.digest : (unrecordedIn(live.ledger)?.digest ?? layer.digest),
    ...signature,
  };
}

/** Whether this run sent anything. If not, it only records an earlier run, under the digest of that run. */
function isTried({ changes }: PlannedLayer, outcomes: Outcomes): boolean {
  return changes.some((change) => isSent(change) && (outcomes.get(change.id) ?? 'not tried') !== 'not tried');
}

/** Whether a field has an unknown value and no change. `capEnforcement: none` needs no evidence: it is the default. */
function isGuess(path: FieldPath, wanted: Value, { fields }: Known): boolean {
  if (path === 'capEnforcement' && wanted === 'none') return false;
  return (fields[path]?.provenance ?? 'unknown') === 'unknown';
}

type Outcomes = ReadonlyMap<string, Entry['outcome']>;

/** A requested partnership that is not accepted yet is invisible at TikTok. */
function requested(layer: PlannedLayer, before: RecordedFields, outcomes: Outcomes): RecordedFields {
  const change = layer.changes.find(({ kind }) => kind === 'partnership');
  if (change === undefined || outcomes.get(change.id) !== 'waiting') return {};
  const sent = changeAt(change.fields, 'partnership')?.after;
  const value = change.step.by === 'api' ? sent : before.partnership;
  return value === undefined ? {} : { partnership: value };
}

/**
 * TikTok's last set budget: if it is not visible, a change of the cap must still update it. A budget found live as
 * desired is recorded too: the run that set it may have lost its record.
 */
function budgetHeld(
  layer: PlannedLayer,
  { fields, ledger }: Known,
  config: RecordedFields,
  outcomes: Outcomes,
): RecordedFields {
  if (config.capEnforcement !== 'tiktok') return {};
  const { accountBudget: desired } = layer.desired;
  const change = layer.changes.find(({ kind }) => kind === 'cap-enforcement');
  const isSet =
    change === undefined
      ? desired !== undefined && isLive(fields.accountBudget, desired)
      : outcomes.get(change.id) === 'done';
  const value = isSet ? desired : recordedFields(ledger).accountBudget;
  return value === undefined ? {} : { accountBudget: value };
}

/**
 * Whether the budget is live as desired and the ledger has an older one: the write that set it was reported as failed,
 * so its run could not record it.
 */
export function hasUnrecordedBudget(layer: PlannedLayer, { fields, ledger }: Known): boolean {
  const { accountBudget: desired } = layer.desired;
  const { accountBudget: recorded, capEnforcement } = recordedFields(ledger);
  if (capEnforcement !== 'tiktok' || recorded === undefined || desired === undefined) return false;
  if (layer.changes.some(({ kind }) => kind === 'cap-enforcement')) return false;
  return isLive(fields.accountBudget, desired) && canonicalJson(recorded) !== canonicalJson(desired);
}

function isLive(value: LiveLayer['fields'][FieldPath], desired: Value): boolean {
  return (
    value?.provenance === 'api' && value.value !== undefined && canonicalJson(value.value) === canonicalJson(desired)
  );
}

/**
 * Campaigns that reconcile paused, and those whose resume is queued: only these may it resume. Campaigns that a person
 * paused or resumed are left out: a person's pause wins.
 */
function campaignsAsked(
  layer: PlannedLayer,
  { campaigns, ledger }: Known,
  before: RecordedFields,
  asked: Asked,
): RecordedFields {
  const seen = campaigns && new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  const isOpen = (verb: 'pause' | 'resume') => (id: string) => seen === undefined || isStill(verb, seen.get(id));
  const paused = new Set(pausedCampaigns(ledger).filter(isOpen('pause')));
  const resumed = new Set((before['campaigns.resumed'] ?? []).filter(isOpen('resume')));
  // An unrecorded resume counts only if it is visible: it is unknown whether it was sent.
  for (const id of unrecordedIn(ledger)?.resumed ?? []) {
    if (!isStill('resume', seen?.get(id))) continue;
    resumed.add(id);
    paused.delete(id);
  }
  for (const { id, verb } of layer.changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns : []))) {
    const became = asked.get(id);
    if (became === undefined || (verb === 'resume' && became === 'unconfirmed')) continue;
    const isHeld = verb === 'resume' && became === 'queued';
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
 * Whether our request is still in effect: the campaign is paused, or waits for it. A campaign that ran again in between
 * belongs to the next one who pauses it.
 */
function isStill(verb: 'pause' | 'resume', seen: LiveCampaign | undefined): boolean {
  if (seen === undefined) return false;
  if (waitsFor(verb, seen.pending)) return true;
  // A rejected pause is kept as requested, so that it is not sent again without a review.
  return verb === 'pause' && (seen.status === 'paused' || seen.rejected !== undefined);
}

/**
 * The entry after a person confirmed the manual steps. Fields that an API shows are left out: the API is the source.
 */
export function entryStated(layer: PlannedLayer, live: Known, signature: EntryOrigin): LedgerEntry {
  const stated = layer.changes.map((change) => ({
    change: change.id,
    outcome: isStatement(change) ? ('done' as const) : ('not tried' as const),
  }));
  return entryAfter(layer, live, stated, signature);
}

/** A manual step whose result no API shows. */
export function isStatement({ step, fields }: Change): boolean {
  return step.by === 'human' && fields.length > 0 && fields.every(({ before }) => before.provenance !== 'api');
}

/** The entry after a person pasted the whole config: absent members are recorded as absent. */
export function entryPasted(pasted: Fields, live: LiveLayer, digest: string, signature: EntryOrigin): LedgerEntry {
  const before = recordedFields(live.ledger);
  const paused = pausedCampaigns(live.ledger);
  const absent: RecordedFields = Object.fromEntries(CONFIG_PATHS.map((path) => [path, null]));
  const config = { ...before, ...(paused.length > 0 && { 'campaigns.paused': paused }), ...absent, ...pasted };
  return { config, digest, ...signature };
}
