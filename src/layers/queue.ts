import { z } from 'zod';
import type { Client } from '../http/index.ts';
import type { Result } from '../model/index.ts';
import { readPages } from './pages.ts';
import { inProject, orNone } from './read.ts';

const optionalText = z.string().nullish().catch(undefined);

const Item = z.object({
  entityType: optionalText,
  entityId: optionalText,
  actionType: optionalText,
  newValue: z.object({ status: optionalText }).nullish().catch(undefined),
  status: optionalText,
  createdAt: optionalText,
});

type Queued = z.output<typeof Item>;

/** What is approved waits, too: for the next run of the optimizer, every six hours. */
const WAITING = ['pending', 'approved'] as const;

/** The documented actions that leave a campaign running, or not, as it is. */
const BESIDE: ReadonlySet<string> = new Set([
  'update_budget',
  'push_creative',
  'replace_creative',
  'prune_creative',
  'update_targeting',
  'update_schedule',
]);

/**
 * By campaign, what it will become once what was asked for is approved and carried out: the status where the queue
 * shows one, else the name of the action. Of several actions the latest holds. Empty for a project without a TikTok
 * layer, which is answered with 404 [inferred]. Two calls and their pages.
 *
 * How a pause or resume of a campaign looks in the queue is unknown: the documented list of actions has none for it.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-pending, docs/api/reference/ads/approve-pending (documented).
 */
export async function readQueue(
  client: Client,
  project: string,
  signal: AbortSignal,
): Promise<Result<ReadonlyMap<string, string>>> {
  const queued: Queued[] = [];
  // In this order: what is approved in between is in both lists, and not in neither.
  for (const status of WAITING) {
    const path = `${inProject(project, 'ads', 'tiktok', 'pending')}?status=${status}`;
    const reading = orNone(await readPages(client, path, Item, signal));
    if (!reading.ok) return reading;
    if (reading.value === undefined) break;
    queued.push(...reading.value.filter(waits));
  }
  return { ok: true, value: byCampaign(queued) };
}

/** An API that does not know the filter shows what was decided long ago, too. */
function waits({ status }: Queued): boolean {
  return status == null || WAITING.some((word) => word === status);
}

function byCampaign(queued: readonly Queued[]): ReadonlyMap<string, string> {
  const latest = new Map<string, { readonly at: number; readonly becomes: string }>();
  for (const item of queued) {
    const becomes = becomesOf(item);
    if (item.entityType !== 'campaign' || item.entityId == null || becomes === undefined) continue;
    const at = timeOf(item);
    const known = latest.get(item.entityId);
    if (known === undefined || at > known.at) latest.set(item.entityId, { at, becomes });
  }
  return new Map([...latest].map(([id, { becomes }]) => [id, becomes]));
}

function becomesOf({ newValue, actionType }: Queued): string | undefined {
  if (newValue?.status) return newValue.status;
  return actionType == null || BESIDE.has(actionType) ? undefined : actionType;
}

/** Milliseconds; what shows no time is older than all that does. */
function timeOf({ createdAt }: Queued): number {
  const at = Date.parse(createdAt ?? '');
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}
