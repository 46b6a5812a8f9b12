import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { ok, type Result, waitsFor } from '../model/index.ts';
import { inProject, optionalText, orNone, readPages } from './request.ts';

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

/** Approved actions wait for the optimizer (every six hours). */
const WAITING = ['pending', 'approved'] as const;

/** The documented actions that do not pause or resume a campaign. */
const OTHER_ACTIONS: ReadonlySet<string> = new Set([
  'update_budget',
  'push_creative',
  'replace_creative',
  'prune_creative',
  'update_targeting',
  'update_schedule',
]);

/**
 * By campaign, the queued status or the latest action. Empty without a TikTok layer, for which Layers returns 404
 * (inferred). Two calls plus pages.
 *
 * The form of a pause or resume is unknown: the documented actions do not include them.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-pending, docs/api/reference/ads/approve-pending
 * (documented).
 */
export async function readQueue(
  client: Client,
  project: string,
  signal: AbortSignal,
): Promise<Result<ReadonlyMap<string, string>>> {
  const queued: Queued[] = [];
  // In this order, an action approved meanwhile is in both lists, not in neither.
  for (const status of WAITING) {
    const listed = await list(client, project, status, signal);
    if (!listed.ok) return listed;
    if (listed.value === undefined) break;
    queued.push(...listed.value.filter((item) => isOneOf(item, WAITING)));
  }
  return ok(new Map([...latestByCampaign(queued)].map(([id, { becomes }]) => [id, becomes])));
}

/**
 * By campaign, the id of the latest rejected pause. One call plus pages.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-pending (documented; an action without a decision within 7
 * days is rejected).
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
  return ok(new Map([...latestByCampaign(pauses)].map(([campaign, { id }]) => [campaign, id])));
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

/** If the API ignores the filter, it returns old actions too. */
function isOneOf({ status }: Queued, statuses: readonly Status[]): boolean {
  return status == null || statuses.some((word) => word === status);
}

type Latest = { readonly at: number; readonly becomes: string; readonly id: string };

function latestByCampaign(queued: readonly Queued[]): ReadonlyMap<string, Latest> {
  const latest = new Map<string, Latest>();
  for (const item of queued) {
    const becomes = becomesOf(item);
    if (item.entityType !== 'campaign' || item.entityId == null || becomes === undefined) continue;
    const at = timeOf(item);
    const known = latest.get(item.entityId);
    // Without an id, its time distinguishes it from the next action.
    const id = item.pendingId ?? item.createdAt ?? 'without an id';
    if (known === undefined || at > known.at) latest.set(item.entityId, { at, becomes, id });
  }
  return latest;
}

function becomesOf({ newValue, actionType }: Queued): string | undefined {
  if (newValue?.status) return newValue.status;
  return actionType == null || OTHER_ACTIONS.has(actionType) ? undefined : actionType;
}

/** Milliseconds. An item without a time counts as the oldest. */
function timeOf({ createdAt }: Queued): number {
  const at = Date.parse(createdAt ?? '');
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}
