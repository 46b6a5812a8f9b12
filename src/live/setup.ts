import {
  dayIn,
  type DesiredLayer,
  isoDate,
  type LayersReader,
  type LiveLayer,
  type LiveSetup,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  memoize,
  objectiveFit,
  ok,
  type TikTokCampaign,
  type TikTokSetupReader,
} from '../model/index.ts';
import { ownCampaigns } from './campaigns.ts';
import { readPixelEvents } from './pixel-events.ts';

export type SetupPorts = { readonly layers: LayersReader; readonly tiktok: TikTokSetupReader };

const DAY_MS = 24 * 60 * 60 * 1000;

type SetupLayer = { readonly desired: DesiredLayer; readonly live: LiveLayer };

/**
 * Reads what only `verify` needs, by layer name. Each project once: campaigns, the newest SDK events, and content if a
 * document has Spark posts. Per layer one to three calls at TikTok. Read-only.
 *
 * @param layers those that were read, with their documents
 */
export async function readSetup(
  layers: readonly SetupLayer[],
  portsOf: (layer: DesiredLayer) => SetupPorts,
  today: Date,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LiveSetup>> {
  const since = new Date(today.getTime() - DAY_MS).toISOString();
  const campaignsOf = memoize((reader: LayersReader, project = '') => reader.campaigns(project, signal));
  const contentOf = memoize((reader: LayersReader, project = '') => reader.adsContent(project, signal));
  const eventsOf = memoize((reader: LayersReader, project = '', app = '') =>
    reader.events(project, { since, pages: 1, ...(app !== '' && { app }) }, signal),
  );
  const setups = await mapConcurrently(layers, MAX_CONCURRENT_READS, async (layer): Promise<[string, LiveSetup]> => {
    const { desired, live } = layer;
    const { layers: reader, tiktok } = portsOf(desired);
    const isInstalled = live.installed === 'yes';
    const all = isInstalled ? await campaignsOf(reader, desired.project) : ok([]);
    const campaigns = all.ok ? ok(ownCampaigns(live.accounts, desired.fields.adAccountId, all.value)?.length) : all;
    const atLayers = {
      campaigns,
      ...(isInstalled && { seenEvents: await eventsOf(reader, desired.project, desired.app ?? '') }),
      ...(isInstalled && desired.spark.length > 0 && { content: await contentOf(reader, desired.project) }),
    };
    return [desired.name, { ...atLayers, ...(await readAtTikTok(layer, tiktok, today, signal)) }];
  });
  return new Map(setups);
}

async function readAtTikTok(
  { desired, live }: SetupLayer,
  tiktok: TikTokSetupReader,
  today: Date,
  signal: AbortSignal,
): Promise<Pick<LiveSetup, 'campaignsAtTikTok' | 'campaignSpend' | 'pixelEvents'>> {
  const { account, pixel, pixelEvents } = live;
  if (account.state !== 'seen') return {};
  const { advertiserId, timezone } = account.facts;
  const existing = await tiktok.campaigns(advertiserId, signal);
  const hasOutside = existing.ok && existing.value.some((campaign) => isOutside(campaign, desired));
  const day = dayIn(timezone, today);
  const [from, to] = [isoDate({ ...day, day: 1 }), isoDate(day)];
  return {
    campaignsAtTikTok: existing,
    ...(hasOutside && { campaignSpend: await tiktok.campaignSpend(advertiserId, from, to, signal) }),
    ...(pixel.state === 'usable' &&
      pixel.id !== undefined && {
        pixelEvents: pixelEvents ?? (await readPixelEvents(tiktok, advertiserId, pixel.id, today, signal)),
      }),
  };
}

function isOutside({ isOn, objective }: TikTokCampaign, { fields: { objectives } }: DesiredLayer): boolean {
  return objectives !== undefined && isOn !== false && objectiveFit(objective, objectives) !== 'inside';
}
