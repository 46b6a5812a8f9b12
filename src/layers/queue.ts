import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type Result, waitsFor } from '../model/index.ts';
import { readPages } from './pages.ts';
import { inProject, orNone } from './read.ts';

const optionalText = z.string().nullish().catch(undefined);

const Item = z.object({
  pendingId: optionalText,
  entityType: optionalText,
  entityId: optionalText,
  actionType: optionalText,
  newValue: z.object({ status: optionalText }).nullish().catch(undefined),
  status: optionalText,
  createdAt: optionalText,
});

type Queued = z.output<typeof Item>;

type Status = 'pending' | 'approved' | 'rejected';

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
    const listed = await list(client, project, status, signal);
    if (!listed.ok) return listed;
    if (listed.value === undefined) break;
    queued.push(...listed.value.filter((item) => isOneOf(item, WAITING)));
  }
  return { ok: true, value: new Map([...latestByCampaign(queued)].map(([id, { becomes }]) => [id, becomes])) };
}

/**
 * By campaign, the id of the latest pause that was rejected. Empty for a project without a TikTok layer. One call and its
 * pages.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-pending (documented; that nobody's decision within 7 days
 * counts as a rejection, too).
 */
export async function readRejectedPauses(
  client: Client,
  project: string,
  signal: AbortSignal,
): Promise<Result<ReadonlyMap<string, string>>> {
  const listed = await list(client, project, 'rejected', signal);
  if (!listed.ok) return listed;
  const pauses = (listed.value ?? []).filter(
    (item) => isOneOf(item, ['rejected']) && waitsFor('pause', becomesOf(item)),
  );
  return { ok: true, value: new Map([...latestByCampaign(pauses)].map(([campaign, { id }]) => [campaign, id])) };
}

async function list(
  client: Client,
  project: string,
  status: Status,
  signal: AbortSignal,
): Promise<Result<readonly Queued[] | undefined>> {
  const path = `${inProject(project, 'ads', 'tiktok', 'pending')}?status=${status}`;
  return orNone(await readPages(client, path, { item: Item }, signal));
}

/** An API that does not know the filter shows what was decided long ago, too. */
function isOneOf({ status }: Queued, words: readonly Status[]): boolean {
  return status == null || words.some((word) => word === status);
}

type Latest = { readonly at: number; readonly becomes: string; readonly id: string };

function latestByCampaign(queued: readonly Queued[]): ReadonlyMap<string, Latest> {
  const latest = new Map<string, Latest>();
  for (const item of queued) {
    const becomes = becomesOf(item);
    if (item.entityType !== 'campaign' || item.entityId == null || becomes === undefined) continue;
    const at = timeOf(item);
    const known = latest.get(item.entityId);
    // Without an id its time tells it from the next one.
    const id = item.pendingId ?? item.createdAt ?? 'without an id';
    if (known === undefined || at > known.at) latest.set(item.entityId, { at, becomes, id });
  }
  return latest;
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
