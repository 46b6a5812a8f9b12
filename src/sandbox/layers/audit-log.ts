import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import type { Answer, Request } from '../core/route.ts';
import type { Reply } from './envelope.ts';
import { keyIdOf, ulid } from './ids.ts';
import { pageOf, queryAs } from './input.ts';
import { type Call, type Route, route, shownId } from './route.ts';
import type { LayersKey, State, World } from './world.ts';

type Entry = {
  readonly eventId: string;
  readonly eventType: 'api.request' | 'auth.key_rejected' | 'auth.scope_denied' | 'auth.rate_limited';
  readonly occurredAt: string;
  readonly requestId: string;
  readonly organization: string;
  readonly project: string | undefined;
  readonly keyId: string;
  readonly data: JsonObject;
};

/**
 * Records only actions of partner keys, not those of people in the dashboard. Source: docs/api/reference/audit-log/list
 * (documented); an older page has a different path. The scope is unknown; none is required here.
 */
export const auditLog: readonly Route[] = ['/v1/audit-log', '/partner/v1/audit-log'].map((path) =>
  route('GET', path, [], list),
);

/** Not part of the world, because reads do not change the world. A restored world starts a new record. */
const records = new WeakMap<World, Entry[]>();

/** Records the request of a key. Requests with an unknown key have no record, because they have no organization. */
export function record(state: State, key: LayersKey, request: Request, answer: Answer): void {
  const entries = records.get(state.world) ?? [];
  records.set(state.world, entries);
  entries.push({
    eventId: ulid('evt_', entries.length + 1),
    eventType: typeOf(answer.code),
    occurredAt: state.now().toISOString(),
    requestId: answer.headers['x-request-id'] ?? '',
    organization: key.organization,
    project: /^\/v1\/projects\/(?:prj_)?([^/]+)/.exec(request.path)?.[1],
    keyId: keyIdOf(key),
    data: { method: request.method, path: request.path, status: answer.status },
  });
}

function typeOf(code: Answer['code']): Entry['eventType'] {
  if (code === 'KILL_SWITCH') return 'auth.key_rejected';
  if (code === 'FORBIDDEN_SCOPE') return 'auth.scope_denied';
  return code === 'RATE_LIMITED' ? 'auth.rate_limited' : 'api.request';
}

const Query = z.object({
  eventType: z.string().optional(),
  projectId: z.string().optional(),
  apiKeyId: z.string().optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

/**
 * `(occurredAt desc, eventId asc)`; `since` and `until` both inclusive; `limit` up to 200, 50 by default; a malformed
 * cursor is refused (documented).
 */
function list({ request, key, state }: Call): Reply {
  const query = queryAs(request, Query);
  if (!query.ok) return query.refusal;
  const { eventType, projectId, apiKeyId, since, until } = query.value;
  const at = ({ occurredAt }: Entry) => Date.parse(occurredAt);
  const found = (records.get(state.world) ?? [])
    .filter(({ organization }) => organization === key.organization)
    .filter((entry) => eventType === undefined || entry.eventType === eventType)
    .filter((entry) => projectId === undefined || entry.project === projectId.replace(/^prj_/, ''))
    .filter((entry) => apiKeyId === undefined || entry.keyId === apiKeyId.replace(/^key_/, ''))
    .filter((entry) => since === undefined || at(entry) >= Date.parse(since))
    .filter((entry) => until === undefined || at(entry) <= Date.parse(until))
    .sort((one, other) => at(other) - at(one) || one.eventId.localeCompare(other.eventId));
  const rows = found.map((entry) => row(state.world, entry));
  return pageOf(request, 'audit-log', rows, { most: 200, usual: 50 });
}

function row(world: World, entry: Entry): JsonObject {
  return {
    eventId: entry.eventId,
    eventType: entry.eventType,
    occurredAt: entry.occurredAt,
    requestId: entry.requestId,
    organizationId: shownId(world, 'org', entry.organization),
    projectId: entry.project === undefined ? null : shownId(world, 'prj', entry.project),
    apiKeyId: shownId(world, 'key', entry.keyId),
    data: entry.data,
    piiRedacted: false,
  };
}
