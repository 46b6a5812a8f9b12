import {
  type DesiredLayer,
  type LayersReader,
  type LiveLayer,
  type LiveSetup,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  memoize,
  ok,
  type TikTokSetupReader,
} from '../model/index.ts';
import { ownCampaigns } from './campaigns.ts';

export type SetupPorts = { readonly layers: LayersReader; readonly tiktok: TikTokSetupReader };

const EVENT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads what only `verify` needs, by layer name: campaigns of each project once, and per layer one or two calls at
 * TikTok. Read-only.
 *
 * @param layers those that were read, with their documents
 */
export async function readSetup(
  layers: readonly { readonly desired: DesiredLayer; readonly live: LiveLayer }[],
  portsOf: (layer: DesiredLayer) => SetupPorts,
  today: Date,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LiveSetup>> {
  const campaignsOf = memoize((reader: LayersReader, project = '') => reader.campaigns(project, signal));
  const setups = await mapConcurrently(
    layers,
    MAX_CONCURRENT_READS,
    async ({ desired, live }): Promise<[string, LiveSetup]> => {
      const { layers: reader, tiktok } = portsOf(desired);
      const { adAccountId: account } = desired.fields;
      const all = live.installed === 'no' ? ok([]) : await campaignsOf(reader, desired.project);
      const campaigns = all.ok ? ok(ownCampaigns(live.accounts, account, all.value)?.length) : all;
      const isReadable = live.account.state === 'seen' && account !== undefined;
      const isNone = campaigns.ok && campaigns.value === 0;
      const { pixel } = live;
      return [
        desired.name,
        {
          campaigns,
          ...(isReadable && isNone && { campaignsAtTikTok: await tiktok.campaignCount(account, signal) }),
          ...(isReadable &&
            pixel.state === 'usable' &&
            pixel.id !== undefined && {
              pixelEvents: await tiktok.pixelEvents(
                account,
                pixel.id,
                daysBefore(today, EVENT_DAYS - 1),
                daysBefore(today, 0),
                signal,
              ),
            }),
        },
      ];
    },
  );
  return new Map(setups);
}

/** In UTC, as TikTok counts the days of a pixel. */
function daysBefore(today: Date, days: number): string {
  return new Date(today.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}
