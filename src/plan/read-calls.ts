import {
  dayIn,
  type DesiredLayer,
  groupBy,
  isoDate,
  isRunning,
  type LiveLayer,
  mayWriteCampaigns,
  type NeededReads,
  pausedCampaigns,
  recordedFields,
  type Settings,
  spendCalls,
  type SpendingAccount,
  waitsFor,
} from '../model/index.ts';
import { neededReads } from './needed-reads.ts';

/** A layer as far as it is known without the reads that are counted. */
export type KnownLayer = { readonly desired: DesiredLayer; readonly live: LiveLayer };

const MAX_ACCOUNTS_PER_CALL = 100;
const MAX_SEARCHED_BUDGETS = 3;
const BUDGETS_PER_PAGE = 50;
/** The campaigns of a project, and two states of the queue. */
const CALLS_PER_CAMPAIGN_READ = 3;

/** Requests that read these layers, without those for the organizations of the keys and without further pages. */
export function readCalls(layers: readonly KnownLayer[], settings: Settings, today: Date): number {
  const needy = layers.map((layer) => ({ ...layer, needed: neededReads(layer.desired, layer.live, settings, today) }));
  return atLayers(needy, settings) + atTikTok(needy, settings, today);
}

type Needy = KnownLayer & { readonly needed: NeededReads };

function atLayers(layers: readonly Needy[], settings: Settings): number {
  const projects = distinct(layers, ({ desired }) => [desired.project]);
  const withCampaigns = layers.filter(readsCampaigns);
  const campaigns = distinct(withCampaigns, ({ desired }) => [desired.project]) * CALLS_PER_CAMPAIGN_READ;
  const rejected = distinct(withCampaigns.filter(readsRejections), ({ desired }) => [desired.project]);
  return (
    projects + campaigns + rejected + sum(layers.map((layer) => configCalls(layer, settings) + authorities(layer)))
  );
}

/** The ad accounts, the relay or the config endpoint, and what is needed besides. */
function configCalls({ desired, live, needed }: Needy, { transport }: Settings): number {
  const hasToggle = desired.fields['capi.enabled'] !== undefined;
  const defaults = needed.defaults ? 1 : 0;
  if (transport.kind === 'documented') return 2 + defaults + (needed.apps && hasToggle && !live.ambiguous ? 1 : 0);
  const isOn = live.fields['capi.enabled'];
  const hasRelay = hasToggle || (isOn?.provenance === 'api' && isOn.value === true);
  return 1 + (live.installed === 'yes' ? 1 : 0) + (hasRelay ? 1 : 0) + defaults;
}

function readsCampaigns({ desired, live }: KnownLayer): boolean {
  if (live.installed === 'no') return false;
  const isOn = live.fields['capi.enabled'];
  const isTurnedOff =
    desired.fields['capi.enabled'] === false &&
    isOn !== undefined &&
    isOn.provenance !== 'unknown' &&
    isOn.value === true;
  return isTurnedOff || mayWriteCampaigns(desired, live.ledger);
}

/** A pause that reconcile requested is neither in effect nor waiting. */
function readsRejections({ desired, live }: KnownLayer): boolean {
  const paused = new Set(pausedCampaigns(live.ledger));
  return (
    desired.fields.state === 'paused' &&
    (live.campaigns ?? []).some((one) => paused.has(one.id) && isRunning(one) && !waitsFor('pause', one.pending))
  );
}

/** Of the campaigns that may be written. */
function authorities({ desired, live }: KnownLayer): number {
  const { state } = desired.fields;
  if (live.killSwitch === true || !mayWriteCampaigns(desired, live.ledger)) return 0;
  const paused = new Set(pausedCampaigns(live.ledger));
  const verb = state === 'paused' ? 'pause' : 'resume';
  return (live.campaigns ?? []).filter(
    (one) => (state === 'paused' ? isRunning(one) : paused.has(one.id)) && !waitsFor(verb, one.pending),
  ).length;
}

function atTikTok(layers: readonly Needy[], settings: Settings, today: Date): number {
  const tokens = new Map<string, Needy[]>();
  for (const layer of layers) {
    const { tiktok } = layer.desired.credentials;
    tokens.set(tiktok, [...(tokens.get(tiktok) ?? []), layer]);
  }
  return sum([...tokens.values()].map((group) => ofToken(group, settings, today)));
}

function ofToken(layers: readonly Needy[], settings: Settings, today: Date): number {
  const named = layers.filter(({ desired }) => desired.fields.adAccountId !== undefined);
  const seen = named.filter(({ live }) => live.account.state === 'seen');
  const pixels = seen.filter(({ desired, needed }) => needed.pixel && desired.fields['capi.pixel_id'] !== undefined);
  const sparks = seen.filter(({ desired }) => desired.spark.length > 0);
  return (
    Math.ceil(distinct(named, accountIn) / MAX_ACCOUNTS_PER_CALL) +
    callsForSpend(seen, today) +
    pixels.length +
    seen.filter(countsEvents).length +
    linkCalls(seen) +
    shareCalls(seen, settings) +
    budgetCalls(seen.filter(readsBudget)) +
    distinct(sparks, accountIn)
  );
}

/** A Business Center whose report was of no use is not asked again. */
function callsForSpend(layers: readonly Needy[], today: Date): number {
  const accounts = layers.flatMap(({ live: { account, spendReport }, needed }): readonly SpendingAccount[] => {
    if (!needed.spend || account.state !== 'seen') return [];
    const { advertiserId: id, currency, timezone } = account.facts;
    return [{ id, currency, timezone, ...(spendReport !== undefined && { business: spendReport }), isOwned: true }];
  });
  const sameDay = groupBy(accounts, ({ timezone }) => isoDate(dayIn(timezone, today)));
  return sum([...sameDay.values()].map(spendCalls));
}

/** The Business Center is only asked about a pixel that the account does not list. */
function linkCalls(layers: readonly Needy[]): number {
  const unlisted = layers.filter(
    ({ desired, live: { pixel } }) =>
      desired.fields.tiktokBusinessId !== undefined && (pixel.state === 'absent' || pixel.state === 'unbound'),
  );
  return distinct(unlisted, ({ desired: { fields } }) => [fields.tiktokBusinessId, fields['capi.pixel_id']]);
}

function shareCalls(layers: readonly Needy[], { layersBusinessId }: Settings): number {
  const agency = layers.filter(
    ({ desired: { fields }, live }) =>
      layersBusinessId !== undefined &&
      fields.mode === 'agency' &&
      fields.tiktokBusinessId !== undefined &&
      !hasOtherOwner(live, fields.tiktokBusinessId),
  );
  const byBusiness = new Map(agency.map((layer) => [layer.desired.fields.tiktokBusinessId, layer.live.partnership]));
  const partnerships = [...byBusiness.values()].map((seen) => {
    if (seen === undefined || !seen.partners) return 1;
    return seen.accounts === 0 ? 3 : 2;
  });
  const assets = agency
    .filter(({ live }) => live.partnership !== undefined)
    .flatMap(({ desired: { fields }, live: { pixel } }) => {
      const number = pixel.state === 'usable' || pixel.state === 'recorded' ? pixel.id : undefined;
      const ids = [...(fields['sharing.identities'] ?? []), ...(number === undefined ? [] : [`pixel ${number}`])];
      return ids.map((id) => [fields.tiktokBusinessId, id]);
    });
  return sum(partnerships) + distinct(assets, (asset) => asset);
}

function hasOtherOwner({ account }: LiveLayer, business: string): boolean {
  const owner = account.state === 'seen' ? account.facts.ownerBusinessId : undefined;
  return owner !== undefined && owner !== business;
}

function readsBudget({ desired: { fields }, live }: KnownLayer): boolean {
  const { capEnforcement, tiktokBusinessId: business } = fields;
  if (business === undefined || hasOtherOwner(live, business)) return false;
  const wasEnforced = recordedFields(live.ledger).capEnforcement === 'tiktok';
  return capEnforcement === 'tiktok' || (capEnforcement === 'none' && wasEnforced);
}

function countsEvents({ live: { pixel }, needed }: Needy): boolean {
  return needed.events && (pixel.state === 'usable' || pixel.state === 'recorded') && pixel.id !== undefined;
}

/** Some accounts are searched for, more are found in the list of the Business Center. */
function budgetCalls(layers: readonly Needy[]): number {
  const byBusiness = groupBy(layers, ({ desired }) => desired.fields.tiktokBusinessId);
  const numbers = [...byBusiness.values()].map((group) => distinct(group, accountIn));
  return sum(numbers.map((number) => (number > MAX_SEARCHED_BUDGETS ? Math.ceil(number / BUDGETS_PER_PAGE) : number)));
}

function accountIn({ desired }: KnownLayer): readonly unknown[] {
  return [desired.fields.adAccountId];
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => readonly unknown[]): number {
  return new Set(items.map((item) => JSON.stringify(keyOf(item)))).size;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
