import { z } from 'zod';
import type { Client } from '../http/index.ts';
import type { LiveCampaign, Result } from '../model/index.ts';
import { isTikTok } from './accounts.ts';
import { noSuchProject } from './not-found.ts';
import type { Organization } from './organization.ts';
import { readPages } from './pages.ts';
import { readQueue } from './queue.ts';
import { inProject } from './read.ts';

const optionalText = z.string().nullish().catch(undefined);

/** The page names id and status; the other members are inferred from its siblings, so they may be missing. */
const Item = z.object({
  campaignId: z.string().min(1),
  status: z.string().min(1),
  platform: z.string().nullish(),
  name: optionalText,
  adAccountId: optionalText,
});

const Sign = z.object({
  platform: z.unknown().optional(),
  campaignId: z.unknown().optional(),
  status: z.unknown().optional(),
});

/** Whether an item may be a campaign of TikTok: one that is not read must not look as if it did not run. */
function mayBeOurs(item: unknown): boolean {
  const { success, data } = Sign.safeParse(item);
  if (!success || (data.platform != null && !isTikTok(data.platform))) return false;
  return isTikTok(data.platform) || data.campaignId != null || data.status != null;
}

/**
 * The TikTok campaigns of a project that are not deleted, one per id, with what each waits to become.
 *
 * The queue is read first: what is carried out in between then shows as still asked for, and never as not asked for.
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
  // A list that grows while it is read shows an item twice: the later reading is the fresher one.
  const byId = new Map(ours.map((item) => [item.campaignId, item]));
  return { ok: true, value: [...byId.values()].map((item) => seen(item, queue.value.get(item.campaignId))) };
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
