import {
  type ConnectedAccount,
  isRunning,
  type LayersReader,
  type LiveCampaign,
  mapConcurrently,
  mayWriteCampaigns,
  memoize,
  ok,
  pausedCampaigns,
  recordedFields,
  type Result,
  waitsFor,
} from '../model/index.ts';
import { eachLayer, type SecondPass, type SecondPassRead } from './each-layer.ts';
import type { FirstPass } from './first-pass-layer.ts';

const MAX_CONCURRENT_GATE_READS = 4;

/**
 * Campaigns of layers to pause, or to resume after a pause by reconcile. The authority is read only for campaigns that
 * may be written.
 */
export async function readCampaigns(layers: readonly FirstPass[], signal: AbortSignal): Promise<SecondPassRead> {
  const read = memoize((reader: LayersReader, project = '') => reader.campaigns(project, signal));
  const readRejected = memoize((reader: LayersReader, project = '') => reader.rejectedPauses(project, signal));
  return eachLayer('layers', layers, (layer) => {
    const isNeeded = mayWriteCampaigns(layer.desired, layer.ledger);
    if (layer.config.installed === 'no' || !(isNeeded || turnsOffCapi(layer))) return undefined;
    return read(layer.ports.layers, layer.desired.project).then((answer) => {
      if (!isNeeded) return answer.ok ? shown(layer, answer.value) : ok({ fields: {} });
      return answer.ok ? readLayer(layer, answer.value, readRejected, signal) : answer;
    });
  });
}

type ReadRejected = (reader: LayersReader, project: string) => Promise<Result<ReadonlyMap<string, string>>>;

async function readLayer(
  layer: FirstPass,
  all: readonly LiveCampaign[],
  readRejected: ReadRejected,
  signal: AbortSignal,
): Promise<Result<SecondPass>> {
  const own = ownCampaigns(layer.config.accounts, layer.desired.fields.adAccountId, all);
  if (own === undefined) return ok({ fields: {} });
  const pausedByUs = idsIn(layer, 'campaigns.paused');
  const rejected = await rejectedOf(layer, own, pausedByUs, readRejected);
  if (!rejected.ok) return rejected;
  const withRejections = own.map((campaign): LiveCampaign => {
    const id = rejected.value.get(campaign.id);
    return id === undefined ? campaign : { ...campaign, rejected: id };
  });
  const problems: Result<SecondPass>[] = [];
  const campaigns = await mapConcurrently(
    withRejections,
    MAX_CONCURRENT_GATE_READS,
    async (campaign): Promise<LiveCampaign> => {
      const isAffected = layer.desired.fields.state === 'paused' ? isRunning(campaign) : pausedByUs.has(campaign.id);
      // The kill switch decides the result.
      const verb = layer.desired.fields.state === 'paused' ? 'pause' : 'resume';
      if (!isAffected || waitsFor(verb, campaign.pending) || layer.config.killSwitch) return campaign;
      const authority = await layer.ports.layers.authority(layer.desired.project, campaign.id, signal);
      if (!authority.ok) problems.push(authority);
      return authority.ok ? { ...campaign, authority: authority.value } : campaign;
    },
  );
  const [failed] = problems;
  if (failed !== undefined) return failed;
  const running = campaigns.filter(isRunning).map(({ id }) => id);
  return ok({ campaigns, fields: { 'campaigns.running': { provenance: 'api', value: running.sort() } } });
}

/** Rejected pauses by campaign. Read only if a pause that reconcile sent is neither in effect nor waiting. */
async function rejectedOf(
  { desired, ports }: FirstPass,
  campaigns: readonly LiveCampaign[],
  pausedByUs: ReadonlySet<string>,
  readRejected: ReadRejected,
): Promise<Result<ReadonlyMap<string, string>>> {
  const running =
    desired.fields.state === 'paused'
      ? campaigns.filter((one) => pausedByUs.has(one.id) && isRunning(one) && !waitsFor('pause', one.pending))
      : [];
  if (running.length === 0) return ok(new Map());
  const rejected = await readRejected(ports.layers, desired.project);
  if (!rejected.ok) return rejected;
  return ok(new Map([...rejected.value].filter(([id]) => running.some((one) => one.id === id))));
}

/** Only for a check: if they are unreadable, it says so. */
function shown({ config, desired }: FirstPass, all: readonly LiveCampaign[]): Result<SecondPass> {
  const campaigns = ownCampaigns(config.accounts, desired.fields.adAccountId, all);
  return ok({ fields: {}, ...(campaigns && { campaigns }) });
}

function turnsOffCapi({ desired, config, ledger }: FirstPass): boolean {
  const live = config.fields['capi.enabled'] ?? {
    provenance: 'recorded',
    value: recordedFields(ledger)['capi.enabled'],
  };
  return desired.fields['capi.enabled'] === false && live.provenance !== 'unknown' && live.value === true;
}

/** Campaigns whose pause reconcile requested, or of these the ones whose resume it requested. */
function idsIn({ ledger }: FirstPass, path: 'campaigns.paused' | 'campaigns.resumed'): ReadonlySet<string> {
  return new Set(path === 'campaigns.paused' ? pausedCampaigns(ledger) : recordedFields(ledger)[path]);
}

/**
 * Without an account, a campaign is this layer's only if the project has no other account. Otherwise its owner is
 * unknown (`undefined`): never pause on a guess.
 */
export function ownCampaigns(
  accounts: readonly ConnectedAccount[],
  adAccountId: string | undefined,
  all: readonly LiveCampaign[],
): readonly LiveCampaign[] | undefined {
  const own = accounts.find(({ advertiserId }) => advertiserId === adAccountId);
  if (own === undefined) return undefined;
  const nameless = all.some(({ account }) => account === undefined) || own.id === undefined;
  if (nameless) return accounts.length === 1 ? all : undefined;
  return all.filter(({ account }) => account === own.id);
}
