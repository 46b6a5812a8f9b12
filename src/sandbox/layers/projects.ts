import { z } from 'zod';
import { zone } from '../core/calendar.ts';
import { freeJson, type Json, type JsonObject } from '../core/json.ts';
import { accepted, created, type Refusal, refused, type Reply } from './envelope.ts';
import { freshUuid } from './ids.ts';
import { bodyAs, pageOf, queryAs } from './input.ts';
import { type Call, inProject, type Route, route, shownId } from './route.ts';
import { type Project, projectShape, type World } from './world.ts';

/** Bytes of compact UTF-8 JSON. Source: "8 KB" (documented); that one kilobyte is 1024 bytes is inferred. */
const MAX_METADATA_BYTES = 8192;

/** Default creation time, if the world file has none. */
export const DEFAULT_CREATED_AT = '2026-01-01T00:00:00Z';

/** Source: docs/api/reference/projects (documented). */
export const projects: readonly Route[] = [
  route('GET', '/v1/projects', ['projects:read'], list),
  route('POST', '/v1/projects', ['projects:write'], create),
  route('GET', '/v1/projects/:projectId', ['projects:read'], inProject(show)),
  route('PATCH', '/v1/projects/:projectId', ['projects:write'], inProject(patch)),
  route('DELETE', '/v1/projects/:projectId', ['projects:write'], inProject(archive)),
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
  const rows = found.map((project) => shortRow(world, project));
  return pageOf(request, 'projects', rows, 200);
}

const shared = {
  timezone: zone,
  customerExternalId: z.string().optional(),
  ownerEmail: z.email().optional(),
  primaryLanguage: z.string().min(2).optional(),
  metadata: freeJson.optional(),
};
const OldProject = z.strictObject({ name: z.string().min(1).max(128), ...shared });
const NewProject = z.strictObject({
  name: z.string().min(3).max(30),
  ...shared,
  appName: z.string().min(3).max(30).optional(),
  appDescription: z.string().min(100).max(1000).optional(),
  tagline: z.string().max(80).optional(),
  brandVoice: z.string().optional(),
  targetGender: z.string().optional(),
});

/**
 * The newer documentation requires shorter names and accepts more fields about the app, which the sandbox does not
 * store. Whether two projects can share a customerExternalId is a switch.
 */
function create({ request, state, key }: Call): Reply {
  const { world } = state;
  const input = bodyAs(request, world.switches.generation === 'newer' ? NewProject : OldProject);
  if (!input.ok) return input.refusal;
  const { name, timezone, customerExternalId, ownerEmail, primaryLanguage, metadata } = input.value;
  const tooLarge = metadata === undefined ? undefined : sizeRefusal(metadata);
  if (tooLarge !== undefined) return tooLarge;
  const { projects: all } = world.layers;
  const own = all.filter(({ organization }) => organization === key.organization);
  const known = own.some((project) => project.customerExternalId === customerExternalId);
  if (customerExternalId !== undefined && known && world.switches.externalIdsUnique) {
    return refused('CONFLICT', 'customerExternalId: another project has it.');
  }
  const at = state.now().toISOString();
  const project = projectShape.parse({
    id: freshUuid(all.map(({ id }) => id)),
    organization: key.organization,
    name,
    timezone,
    customerExternalId,
    ownerEmail,
    primaryLanguage,
    metadata,
    createdAt: at,
    updatedAt: at,
  });
  all.unshift(project);
  return created(wholeRow(world, project));
}

/** Fields that a PATCH may not contain. */
const READ_ONLY = ['id', 'organizationId', 'createdAt', 'updatedAt', 'ingestState', 'currentBlockedCount'];
const Patch = z.strictObject({
  name: z.string().min(1).max(128).optional(),
  status: z.enum(['active', 'archived']).optional(),
  timezone: zone.optional(),
  customerExternalId: z.string().optional(),
  ownerEmail: z.email().optional(),
  primaryLanguage: z.string().min(2).optional(),
  metadata: freeJson.optional(),
});

/**
 * A partial update, but `metadata` is replaced as a whole (documented). That undocumented fields are refused is
 * inferred.
 */
function patch({ request, state: { world } }: Call, project: Project): Reply {
  const { body } = request;
  const named =
    body.kind === 'json' && typeof body.value === 'object' && body.value !== null ? Object.keys(body.value) : [];
  const readOnly = named.filter((name) => READ_ONLY.includes(name));
  // The page of this endpoint shows 400 here, others show 422 (documented).
  if (readOnly.length > 0)
    return { ...refused('VALIDATION', `${readOnly.join(', ')}: cannot be written.`), status: 400 };

  const input = bodyAs(request, Patch);
  if (!input.ok) return input.refusal;
  const { metadata, ...rest } = input.value;
  const tooLarge = metadata === undefined ? undefined : sizeRefusal(metadata);
  if (tooLarge !== undefined) return tooLarge;
  Object.assign(project, rest, metadata === undefined ? {} : { metadata });
  return accepted(wholeRow(world, project));
}

/** A soft archive, as in Layers' own client. The answer is inferred. */
function archive({ state }: Call, project: Project): Reply {
  project.status = 'archived';
  project.updatedAt = state.now().toISOString();
  return accepted(wholeRow(state.world, project));
}

function show({ state }: Call, project: Project): Reply {
  return accepted(wholeRow(state.world, project));
}

function sizeRefusal(metadata: JsonObject): Refusal | undefined {
  const size = Buffer.byteLength(JSON.stringify(metadata));
  if (size <= MAX_METADATA_BYTES) return undefined;
  return refused('VALIDATION', `metadata: ${size} bytes are more than ${MAX_METADATA_BYTES}.`, {
    limit: MAX_METADATA_BYTES,
    size,
  });
}

function shortRow(world: World, project: Project): { readonly [key: string]: Json } {
  return {
    id: shownId(world, 'prj', project.id),
    name: project.name,
    status: project.status ?? 'active',
    customerExternalId: project.customerExternalId ?? null,
    timezone: project.timezone ?? 'UTC',
    primaryLanguage: project.primaryLanguage ?? 'en',
    ownerEmail: project.ownerEmail ?? null,
    createdAt: project.createdAt ?? DEFAULT_CREATED_AT,
    updatedAt: project.updatedAt ?? project.createdAt ?? DEFAULT_CREATED_AT,
  };
}

/** According to the text of the page it includes the layers, but its sample has none, so they are omitted here. */
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
