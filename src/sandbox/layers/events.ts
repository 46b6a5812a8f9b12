import { z } from 'zod';
import { freeJson, type JsonObject } from '../core/json.ts';
import { notFound, type Reply, started } from './envelope.ts';
import { freshId } from './ids.ts';
import { bodyAs, pageOf, queryAs } from './input.ts';
import type { SdkEvent } from './records-world.ts';
import { type Call, inProject, type Route, route } from './route.ts';
import type { LayersKey, Project, World } from './world.ts';

/** Source: docs/api/reference/events/forward, docs/api/reference/telemetry/events (documented). */
export const events: readonly Route[] = [
  route('POST', '/v1/events', ['events:write'], forward),
  route('GET', '/v1/projects/:projectId/events', ['events:read'], inProject(list)),
];

const NewEvent = z.strictObject({
  name: z.string().min(1),
  occurredAt: z.iso.datetime(),
  appUserId: z.string().optional(),
  eventId: z.string().min(1).optional(),
  properties: z.unknown().pipe(freeJson).optional(),
  context: z.unknown().pipe(freeJson).optional(),
});
const Body = z.strictObject({
  projectId: z.string(),
  sdkAppId: z.string(),
  events: z.array(NewEvent).min(1).max(100),
});

/** A repeated `eventId` of the same app has no effect (documented). The answer is inferred. */
function forward({ request, state: { world }, key }: Call): Reply {
  const input = bodyAs(request, Body);
  if (!input.ok) return input.refusal;
  const { projectId, sdkAppId, events: sent } = input.value;
  const project = ownProject(world, key, projectId);
  if (project === undefined) return notFound('project');
  if (!project.apps.some(({ appId }) => appId === sdkAppId)) return notFound('SDK app');

  let duplicates = 0;
  for (const { eventId, appUserId, properties = {}, context = {}, ...rest } of sent) {
    const own = project.events.filter(({ appId }) => appId === sdkAppId);
    if (eventId !== undefined && own.some((event) => event.eventId === eventId)) duplicates += 1;
    else {
      const id = eventId ?? freshId('evt_', allIds(world));
      const who = appUserId === undefined ? {} : { appUserId };
      project.events.push({ ...rest, ...who, eventId: id, appId: sdkAppId, properties, context });
    }
  }
  return started({ accepted: sent.length - duplicates, duplicates, rejected: [] });
}

function ownProject(world: World, { organization }: LayersKey, id: string): Project | undefined {
  const bare = id.replace(/^prj_/, '').toLowerCase();
  return world.layers.projects.find((project) => project.id === bare && project.organization === organization);
}

function allIds(world: World): readonly string[] {
  return world.layers.projects.flatMap((project) => project.events.map(({ eventId }) => eventId));
}

const Query = z.object({
  appId: z.string().optional(),
  // One value with commas, unlike all other lists (documented).
  eventNames: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  userId: z.string().optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

/** Newest first; `since` inclusive, `until` exclusive; `limit` 1 to 200, 50 by default (documented). */
function list({ request, key, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, Query);
  if (!query.ok) return query.refusal;
  const { appId, eventNames, userId, since, until } = query.value;
  const at = ({ occurredAt }: SdkEvent) => Date.parse(occurredAt);
  const found = project.events
    .filter((event) => appId === undefined || event.appId === appId)
    .filter((event) => eventNames === undefined || eventNames.includes(event.name))
    .filter((event) => userId === undefined || event.appUserId === userId)
    .filter((event) => since === undefined || at(event) >= Date.parse(since))
    .filter((event) => until === undefined || at(event) < Date.parse(until))
    .toReversed()
    .sort((one, other) => at(other) - at(one));
  const open = mayIdentify(key, world);
  const rows = found.map((event) => row(event, open, world.switches.eventNameKey));
  return pageOf(request, `events ${project.id}`, rows, { most: 200, usual: 50 });
}

/** Identifiers require `events:read+pii` (documented); that `*` includes it is inferred. */
function mayIdentify({ scopes }: LayersKey, world: World): boolean {
  return !world.switches.scopesEnforced || scopes.includes('*') || scopes.includes('events:read+pii');
}

/** `receivedAt` equals `occurredAt` today (documented). The replacement of an identifier is inferred. */
function row(event: SdkEvent, open: boolean, nameKey: string): JsonObject {
  const user = event.appUserId ?? null;
  return {
    eventId: event.eventId,
    appId: event.appId,
    [nameKey]: event.name,
    appUserId: user === null || open ? user : '[redacted]',
    properties: event.properties,
    context: open ? event.context : {},
    occurredAt: event.occurredAt,
    receivedAt: event.occurredAt,
  };
}

/** Time of the app's last event; `null` if there is none. */
export function lastEventAt(project: Project, appId: string): string | null {
  const times = project.events.filter((event) => event.appId === appId).map(({ occurredAt }) => occurredAt);
  return times.sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1) ?? null;
}
