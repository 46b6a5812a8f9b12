import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type LiveCampaign, ok, type Result } from '../model/index.ts';
import { isTikTok } from './accounts.ts';
import { noSuchProject, type Organization } from './organization.ts';
import { readQueue } from './queue.ts';
import { inProject, optionalText, readPages } from './request.ts';

/** Only id and status are documented. The other members are inferred from related endpoints, so they are optional. */
const Item = z.object({
  campaignId: z.string().min(1),
  status: z.string().min(1),
  platform: z.string().nullish(),
  name: optionalText,
  adAccountId: optionalText,
});

const PlatformShape = z.object({
  platform: z.unknown().optional(),
  campaignId: z.unknown().optional(),
  status: z.unknown().optional(),
});

/** A campaign that cannot be parsed may be running. */
function mayBeOurs(item: unknown): boolean {
  const { success, data } = PlatformShape.safeParse(item);
  if (!success || (data.platform != null && !isTikTok(data.platform))) return false;
  return isTikTok(data.platform) || data.campaignId != null || data.status != null;
}

/**
 * One per id, without deleted ones. The queue is read first, so an action carried out between the reads still shows as
 * pending.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-campaigns (documented; names of members inferred).
 */
export async function readCampaigns(
  client: Client,
  project: string,
  organization: Organization | undefined,
  signal: AbortSignal,
): Promise<Result<readonly LiveCampaign[]>> {
  const queue = await readQueue(client, project, signal);
  if (!queue.ok) return queue;
  const path = `${inProject(project, 'ads', 'campaigns')}?platforms=tiktok_ads&limit=200`;
  const reading = await readPages(client, path, { item: Item, isNeeded: mayBeOurs }, signal);
  if (!reading.ok) return noSuchProject(reading, project, organization);
  const ours = reading.value
    .filter(({ platform }) => platform == null || isTikTok(platform))
    .filter(({ status }) => status !== 'deleted');
  // If the list grows meanwhile, an item appears twice; the later one is newer.
  const byId = new Map(ours.map((item) => [item.campaignId, item]));
  return ok([...byId.values()].map((item) => seen(item, queue.value.get(item.campaignId))));
}

function seen({ campaignId, name, status, adAccountId }: z.output<typeof Item>, pending?: string): LiveCampaign {
  return {
    id: campaignId,
    name: name ?? '',
    status,
    ...(adAccountId != null && { account: adAccountId }),
    ...(pending !== undefined && { pending }),
  };
}
