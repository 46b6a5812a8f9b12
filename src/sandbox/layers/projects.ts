import { z } from 'zod';
import { zone } from '../clock.ts';
import type { Json, JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { accepted, type Reply, refused } from './envelope.ts';
import { bodyAs, queryAs } from './input.ts';
import { pageOf } from './paging.ts';
import { type Call, inProject, type Route, shownId } from './route.ts';
import { freeJson, type Project } from './world.ts';

/** Bytes of compact UTF-8 JSON. Source: "8 KB" (documented); that a kilobyte has 1024 bytes is inferred. */
const METADATA_LIMIT = 8192;

/** When everything in the world began: the world file does not say. */
export const FOUNDED = '2026-01-01T00:00:00Z';

/** Source: developers.layers.com docs/api/reference/projects (documented). */
export const projects: readonly Route[] = [
  { method: 'GET', path: '/v1/projects', class: 'read-light', scopes: () => ['projects:read'], reply: list },
  {
    method: 'GET',
    path: '/v1/projects/:projectId',
    class: 'read-light',
    scopes: () => ['projects:read'],
    reply: inProject(({ state }, project) => accepted(wholeRow(state.world, project))),
  },
  {
    method: 'PATCH',
    path: '/v1/projects/:projectId',
    class: 'write-light',
    scopes: () => ['projects:write'],
    reply: inProject(patch),
  },
];

const ListQuery = z.object({
  status: z.enum(['active', 'archived']).optional(),
  search: z.string().optional(),
  customerExternalId: z.string().optional(),
});

/** Newest first; `limit` 1 to 200, 25 by default (documented). */
function list({ request, state: { world }, key }: Call): Reply {
  const query = queryAs(request, ListQuery);
  if (!query.ok) return query.refusal;
  const { status, search = '', customerExternalId } = query.value;
  const found = world.layers.projects
    .filter(({ organization }) => organization === key.organization)
    .filter((project) => status === undefined || (project.status ?? 'active') === status)
    .filter((project) => project.name.toLowerCase().includes(search.toLowerCase()))
    .filter((project) => customerExternalId === undefined || project.customerExternalId === customerExternalId);
  return pageOf(
    request,
    'projects',
    found.map((project) => shortRow(world, project)),
    200,
  );
}

/** Members that a PATCH may not name. */
const READ_ONLY = ['id', 'organizationId', 'createdAt', 'updatedAt', 'ingestState', 'currentBlockedCount'];

const Patch = z.strictObject({
  name: z.string().min(1).max(128).optional(),
  status: z.enum(['active', 'archived']).optional(),
  timezone: zone.optional(),
  customerExternalId: z.string().optional(),
  metadata: freeJson.optional(),
});

/** Partial, but `metadata` is replaced whole (documented). That members nobody documents are refused is inferred. */
function patch({ request, state: { world } }: Call, project: Project): Reply {
  const { body } = request;
  const named =
    body.kind === 'json' && typeof body.value === 'object' && body.value !== null ? Object.keys(body.value) : [];
  const readOnly = named.filter((name) => READ_ONLY.includes(name));
  // The page of this endpoint shows 400 here, where others show 422 (documented).
  if (readOnly.length > 0)
    return { ...refused('VALIDATION', `${readOnly.join(', ')}: cannot be written.`), status: 400 };

  const input = bodyAs(request, Patch);
  if (!input.ok) return input.refusal;
  const { metadata, ...rest } = input.value;
  const size = metadata === undefined ? 0 : Buffer.byteLength(JSON.stringify(metadata));
  if (size > METADATA_LIMIT) {
    return refused('VALIDATION', `metadata: ${size} bytes are more than ${METADATA_LIMIT}.`, {
      limit: METADATA_LIMIT,
      size,
    });
  }
  Object.assign(project, rest, metadata === undefined ? {} : { metadata });
  return accepted(wholeRow(world, project));
}

function shortRow(world: World, project: Project): { readonly [key: string]: Json } {
  return {
    id: shownId(world, 'prj', project.id),
    name: project.name,
    status: project.status ?? 'active',
    customerExternalId: project.customerExternalId ?? null,
    timezone: project.timezone ?? 'UTC',
    primaryLanguage: 'en',
    ownerEmail: null,
    createdAt: FOUNDED,
    updatedAt: FOUNDED,
  };
}

/** The text of the page says that layers are in it; its sample has none, and neither has this. */
function wholeRow(world: World, project: Project): JsonObject {
  const nothing = { status: 'none', jobId: null, completedAt: null };
  return {
    ...shortRow(world, project),
    organizationId: shownId(world, 'org', project.organization),
    brand: null,
    brandContext: {},
    platformIosBundleId: null,
    platformAndroidBundleId: null,
    platformWebDomain: null,
    ingestState: { github: nothing, website: nothing, appstore: nothing },
    requiresApproval: false,
    firstNPostsBlocked: 0,
    currentBlockedCount: 0,
    metadata: project.metadata,
  };
}
