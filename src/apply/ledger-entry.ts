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
  type GatedCampaign,
  isSent,
  type LedgerEntry,
  type LiveCampaign,
  type LiveFields,
  type LiveLayer,
  pausedCampaigns,
  type PlannedLayer,
  type RecordedFields,
  openKinds,
  recordedFields,
  reviewAfter,
  unrecordedIn,
  type Value,
  waitingForAdoption,
  waitsFor,
} from '../model/index.ts';
import type { CampaignOutcome } from './executors/executor.ts';
import { isPasted, openAfterStatement } from './open-after-statement.ts';

/** Of an apply. */
export type EntryOrigin = Pick<LedgerEntry, 'owner' | 'commit' | 'time' | 'revision'>;

/** The layer's id if Layers shows it, else its ad account, so that a layer can be renamed. */
export function ledgerKey(layer: Pick<PlannedLayer, 'layerId' | 'desired'>): string {
  return layer.layerId ?? layer.desired.adAccountId ?? '';
}

/** Of the campaigns sent by this run, by id. */
export type CampaignOutcomes = ReadonlyMap<string, CampaignOutcome>;

type ChangeOutcomes = ReadonlyMap<string, Entry['outcome']>;
type LayerState = Pick<LiveLayer, 'ledger' | 'campaigns' | 'fields'> & Partial<Pick<LiveLayer, 'pixel'>>;

/**
 * The entry after an apply: earlier values, values found equal, and finished changes. Of waiting requests it has only
 * those that must not be sent again.
 */
export function entryAfter(
  layer: PlannedLayer,
  live: LayerState,
  entries: readonly Pick<Entry, 'change' | 'outcome'>[],
  origin: EntryOrigin,
  campaigns: CampaignOutcomes = new Map(),
): LedgerEntry {
  const outcomes = new Map(entries.map(({ change, outcome }) => [change, outcome]));
  const changed = layer.changes.flatMap(({ fields }) => fields);
  const notDone = layer.changes.filter(({ id }) => outcomes.get(id) !== 'done').flatMap(({ fields }) => fields);
  const recorded = recordedFields(live.ledger);
  const applied = DOCUMENT_PATHS.flatMap((path): readonly [FieldPath, Value][] => {
    const desired = layer.desired[path];
    if (desired === undefined || changeAt(notDone, path) !== undefined) return [];
    const after = changeAt(changed, path)?.after;
    const leftAlone = changeAt(layer.drift, path) !== undefined;
    if (after === undefined && (leftAlone || isGuess(path, desired, live))) return [];
    // Without a change, an additive list in the ledger has the desired entries and maybe more.
    return [[path, after ?? (FIELDS[path].list === 'additive' ? recorded[path] : undefined) ?? desired]];
  });
  const config: RecordedFields = { ...recorded, ...Object.fromEntries(applied) };
  const { partnership: _, accountBudget: __, 'campaigns.paused': ___, 'campaigns.resumed': ____, ...rest } = config;
  // A run that sent nothing records an earlier run, under the digest of that run.
  const sent = layer.changes.some(
    (change) => isSent(change) && (outcomes.get(change.id) ?? 'not tried') !== 'not tried',
  );
  return {
    config: {
      ...rest,
      ...partnershipField(layer, recorded, outcomes),
      ...budgetField(layer, live, config, outcomes),
      ...campaignFields(layer, live, recorded, campaigns),
    },
    digest: sent ? layer.digest : (unrecordedIn(live.ledger)?.digest ?? layer.digest),
    ...reviewAfter(layer, live, ({ id }) => outcomes.get(id) === 'done'),
    ...pixelCheckIn(layer, live, origin),
    ...origin,
  };
}

/** The check of the read that the entry is based on, or the recorded one that stood for it. */
function pixelCheckIn(
  { desired: { adAccountId: account } }: Pick<PlannedLayer, 'desired'>,
  { ledger, pixel }: LayerState,
  { time }: EntryOrigin,
): Pick<LedgerEntry, 'pixelCheck'> {
  if (pixel?.state === 'usable' && account !== undefined) {
    const number = pixel.id === undefined ? {} : { number: pixel.id };
    return { pixelCheck: { pixel: pixel.code, account, ...number, time } };
  }
  const recorded = ledger.state === 'kept' ? ledger.entry.pixelCheck : undefined;
  return pixel?.state === 'recorded' && recorded !== undefined ? { pixelCheck: recorded } : {};
}

/** Whether a field has an unknown value and no change. `capEnforcement: none` needs no evidence: it is the default. */
function isGuess(path: FieldPath, desired: Value, { fields }: LayerState): boolean {
  if (path === 'capEnforcement' && desired === 'none') return false;
  return (fields[path]?.provenance ?? 'unknown') === 'unknown';
}

/** A requested partnership that is not accepted yet is invisible at TikTok. */
function partnershipField(layer: PlannedLayer, recorded: RecordedFields, outcomes: ChangeOutcomes): RecordedFields {
  const change = layer.changes.find(({ kind }) => kind === 'partnership');
  if (change === undefined || outcomes.get(change.id) !== 'waiting') return {};
  const sent = changeAt(change.fields, 'partnership')?.after;
  const value = change.step.by === 'api' ? sent : recorded.partnership;
  return value === undefined ? {} : { partnership: value };
}

/**
 * The budget last set at TikTok: a change of the cap must update it, even if it is not visible. One live as desired is
 * recorded too: an earlier run may have lost its record.
 */
function budgetField(
  layer: PlannedLayer,
  { fields, ledger }: LayerState,
  config: RecordedFields,
  outcomes: ChangeOutcomes,
): RecordedFields {
  if (config.capEnforcement !== 'tiktok') return {};
  const { accountBudget: desired } = layer.desired;
  const change = layer.changes.find(({ kind }) => kind === 'cap-enforcement');
  const isSet = change === undefined ? isLive(fields.accountBudget, desired) : outcomes.get(change.id) === 'done';
  const value = isSet ? desired : recordedFields(ledger).accountBudget;
  return value === undefined ? {} : { accountBudget: value };
}

/** Whether TikTok has the desired budget and the entry does not, because its write was reported as failed. */
export function hasUnrecordedBudget(layer: PlannedLayer, { fields, ledger }: LayerState): boolean {
  const { accountBudget: desired } = layer.desired;
  // A layer without an entry is not managed yet: its first entry is written with its first change.
  if (ledger.state !== 'kept' || layer.desired.capEnforcement !== 'tiktok' || desired === undefined) return false;
  const recorded = ledger.entry.config.accountBudget;
  if (layer.changes.some(({ kind }) => kind === 'cap-enforcement')) return false;
  return isLive(fields.accountBudget, desired) && canonicalJson(recorded ?? null) !== canonicalJson(desired);
}

function isLive(live: LiveFields[FieldPath], desired: Value | undefined): boolean {
  if (desired === undefined || live?.provenance !== 'api' || live.value === undefined) return false;
  return canonicalJson(live.value) === canonicalJson(desired);
}

/** Campaigns that reconcile may resume, without those that a person paused or resumed. */
function campaignFields(
  layer: PlannedLayer,
  { campaigns, ledger }: LayerState,
  recorded: RecordedFields,
  outcomes: CampaignOutcomes,
): RecordedFields {
  const liveById = campaigns && new Map(campaigns.map((campaign) => [campaign.id, campaign]));
  const isOurs = (verb: GatedCampaign['verb']) => (id: string) =>
    liveById === undefined || isInEffect(verb, liveById.get(id));
  const paused = new Set(pausedCampaigns(ledger).filter(isOurs('pause')));
  const resumed = new Set((recorded['campaigns.resumed'] ?? []).filter(isOurs('resume')));
  // An unrecorded resume counts only if it is visible: it is unknown whether it was sent.
  for (const id of unrecordedIn(ledger)?.resumed ?? []) {
    if (!isInEffect('resume', liveById?.get(id))) continue;
    resumed.add(id);
    paused.delete(id);
  }
  for (const { id, verb } of gatedCampaigns(layer)) {
    const outcome = outcomes.get(id);
    if (outcome === undefined || (verb === 'resume' && outcome === 'unconfirmed')) continue;
    paused.delete(id);
    resumed.delete(id);
    if (verb === 'pause') paused.add(id);
    else if (outcome === 'queued') resumed.add(id);
  }
  return {
    ...(paused.size > 0 && { 'campaigns.paused': [...paused].sort() }),
    ...(resumed.size > 0 && { 'campaigns.resumed': [...resumed].sort() }),
  };
}

/** If not, the campaign ran again in between. */
function isInEffect(verb: GatedCampaign['verb'], live: LiveCampaign | undefined): boolean {
  if (live === undefined) return false;
  if (waitsFor(verb, live.pending)) return true;
  // A rejected pause is kept as requested, so that it is not sent again without a review.
  return verb === 'pause' && (live.status === 'paused' || live.rejected !== undefined);
}

export function gatedCampaigns({ changes }: PlannedLayer): readonly GatedCampaign[] {
  return changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns : []));
}

/**
 * The entry after a person confirmed manual steps.
 *
 * @param only ids of the confirmed changes; absent: all that can be confirmed
 */
export function entryStated(
  layer: PlannedLayer,
  live: LayerState,
  origin: EntryOrigin,
  only?: ReadonlySet<string>,
): LedgerEntry {
  const statements = statementsIn(layer, live, only);
  const isStated = (change: Change) => statements.includes(change);
  const stated = layer.changes.map((change) => ({
    change: change.id,
    outcome: isStated(change) ? ('done' as const) : ('not tried' as const),
  }));
  const { open: _, ...entry } = entryAfter(layer, live, stated, origin);
  return { ...entry, ...openAfterStatement(layer, live, isStated) };
}

/**
 * Manual steps that a person can confirm now. Those that need an adopted layer come after that, unless a reviewed plan
 * left them open without asking for it: the layer was new then, so these steps set its config.
 */
export function statementsIn(
  { changes }: Pick<PlannedLayer, 'changes'>,
  { ledger }: Pick<LayerState, 'ledger'>,
  only?: ReadonlySet<string>,
): readonly Change[] {
  const waiting = waitingForAdoption(changes);
  const open = openKinds(ledger);
  const isReady = ({ id, kind }: Change) => !waiting.has(id) || (open.has(kind) && !open.has('adopt'));
  return changes.filter((change) => isStatement(change) && isReady(change) && (only?.has(change.id) ?? true));
}

/** A manual step whose result no API shows. */
export function isStatement({ step, fields }: Change): boolean {
  return step.by === 'human' && fields.length > 0 && fields.every(({ before }) => before.provenance !== 'api');
}

/** The entry after a person pasted the whole config: absent members are recorded as absent. */
export function entryPasted(pasted: Fields, layer: PlannedLayer, live: LiveLayer, origin: EntryOrigin): LedgerEntry {
  const paused = pausedCampaigns(live.ledger);
  const absent: RecordedFields = Object.fromEntries(CONFIG_PATHS.map((path) => [path, null]));
  const recorded = { ...recordedFields(live.ledger), ...(paused.length > 0 && { 'campaigns.paused': paused }) };
  return {
    config: { ...recorded, ...absent, ...pasted },
    digest: layer.digest,
    ...openAfterStatement(layer, live, (change) => isPasted(change, pasted)),
    ...pixelCheckIn(layer, live, origin),
    ...origin,
  };
}
