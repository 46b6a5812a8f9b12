import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type EventQuery, ok, percentEncoded, type Result, type SeenEvent, type SeenEvents } from '../model/index.ts';
import { noSuchProject, type Organization } from './organization.ts';
import { endless, inProject, optionalText, read, undocumented } from './request.ts';

/** The documented maximum. */
const PAGE_SIZE = 200;

/** The member with the name is unknown: `name` is inferred from POST /v1/events, `event` from the SDK's ingest. */
const Item = z.object({
  name: optionalText,
  eventName: optionalText,
  event: optionalText,
  occurredAt: z.iso.datetime({ offset: true }),
});

const Page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullish() });

/**
 * Newest first (documented). An app may send millions a day, so the read stops after `pages`, and says where. Fails if
 * no item has a readable name, or if there is none before the read stops.
 *
 * Source: developers.layers.com docs/api/reference/telemetry/events (documented).
 */
export async function readEvents(
  client: Client,
  project: string,
  organization: Organization | undefined,
  { since, app, pages }: EventQuery,
  signal: AbortSignal,
): Promise<Result<SeenEvents>> {
  const query = { since, limit: String(PAGE_SIZE), ...(app !== undefined && { appId: app }) };
  const path = `${inProject(project, 'events')}?${queryText(query)}`;
  const seen = new Map<string, SeenEvent>();
  let [unnamed, oldest, cursor] = [0, '', ''];
  let isWhole = false;
  for (let page = 1; page <= pages; page += 1) {
    const reading = await read(client, cursor === '' ? path : `${path}&cursor=${percentEncoded(cursor)}`, Page, signal);
    if (!reading.ok) return noSuchProject(reading, project, organization);
    const found = reading.value.items.map(eventOf);
    const named = found.filter((event) => event !== undefined);
    unnamed += found.length - named.length;
    const inWindow = named.filter(({ lastAt }) => lastAt >= since);
    for (const event of inWindow) seen.set(event.name, together(seen.get(event.name), event));
    oldest = inWindow.at(-1)?.lastAt ?? oldest;
    const next = reading.value.nextCursor ?? '';
    // A page of older events is behind the window. A repeated cursor would read the same events again.
    isWhole = next === '' || (named.length > 0 && inWindow.length === 0);
    if (isWhole || next === cursor) break;
    cursor = next;
  }
  if (seen.size === 0 && unnamed > 0) return undocumented(path, ['items', 0, 'name']);
  if (!isWhole && oldest === '') return endless('Layers lists no event, but says that there are more.');
  return ok({ events: mostFirst(seen), unnamed, ...(!isWhole && oldest !== '' && { stoppedAt: oldest }) });
}

function eventOf(raw: unknown): SeenEvent | undefined {
  const { success, data } = Item.safeParse(raw);
  const name = data?.name ?? data?.eventName ?? data?.event ?? '';
  return success && name !== '' ? { name, count: 1, lastAt: new Date(data.occurredAt).toISOString() } : undefined;
}

function together(before: SeenEvent | undefined, { name, lastAt }: SeenEvent): SeenEvent {
  if (before === undefined) return { name, count: 1, lastAt };
  return { name, count: before.count + 1, lastAt: before.lastAt > lastAt ? before.lastAt : lastAt };
}

function mostFirst(seen: ReadonlyMap<string, SeenEvent>): readonly SeenEvent[] {
  return [...seen.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function queryText(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${percentEncoded(value)}`)
    .join('&');
}
