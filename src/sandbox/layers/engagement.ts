import { z } from 'zod';
import { isMap, type JsonObject } from '../core/json.ts';
import { type Engagement, engagementShape } from './records-world.ts';
import { accepted, notFound, type Refusal, type Reply, refused } from './envelope.ts';
import { bodyAs } from './input.ts';
import { type Call, inProject, route, type Route } from './route.ts';
import type { Project } from './world.ts';

const PATH = '/v1/projects/:projectId/engagement';

/**
 * Typed config of a Social Engagement layer: the only layer config that Layers documents. Source:
 * docs/api/reference/engagement/get-engagement, docs/api/reference/engagement/patch-engagement (documented).
 */
export const engagement: readonly Route[] = [
  route('GET', PATH, ['engagement:read'], inProject(show)),
  route('PATCH', PATH, ['engagement:write'], inProject(patch)),
];

/** Of several layers, the first is returned (inferred); only a write must name the layer (documented). */
function show(_: Call, { engagement: [layer] }: Project): Reply {
  return layer === undefined ? notFound('Social Engagement layer') : accepted(row(layer));
}

const { firstComment, replyToComments } = engagementShape.shape;

/** Fields of sub-objects that are not given stay as they are, so their defaults must not apply. */
const Patch = z.strictObject({
  projectLayerId: z.string().optional(),
  enabled: z.boolean().optional(),
  firstComment: partly(firstComment.def.innerType).optional(),
  replyToComments: partly(replyToComments.def.innerType).optional(),
});

function partly<S extends z.ZodRawShape>(shape: z.ZodObject<S>) {
  const members = Object.entries(shape.shape).map(([name, member]) => {
    const inner: unknown = member instanceof z.ZodDefault ? member.def.innerType : member;
    return [name, (inner as z.ZodType).optional()] as const;
  });
  return z.strictObject(Object.fromEntries(members));
}

/** Sub-objects merge; a single field that partners may not see refuses the whole request (documented). */
function patch({ request }: Call, { engagement: layers }: Project): Reply {
  const { body } = request;
  const named = body.kind === 'json' && isMap(body.value) ? body.value : {};
  const layer = layerOf(layers, named.projectLayerId);
  if ('refusal' in layer) return layer.refusal;
  const fenced = Object.keys(named).filter((name) => Object.hasOwn(layer.fenced, name));
  if (fenced.length > 0) {
    return refused('FORBIDDEN_FENCE', `${fenced.join(', ')}: not for partners.`, { fields: fenced });
  }
  const input = bodyAs(request, Patch);
  if (!input.ok) return input.refusal;
  const { enabled, firstComment: first, replyToComments: reply } = input.value;
  if (enabled !== undefined) layer.enabled = enabled;
  Object.assign(layer.firstComment, first);
  Object.assign(layer.replyToComments, reply);
  return accepted(row(layer));
}

function layerOf(layers: readonly Engagement[], id: unknown): Engagement | { readonly refusal: Refusal } {
  const found = id === undefined ? layers : layers.filter(({ projectLayerId }) => projectLayerId === id);
  const [layer, another] = found;
  if (layer === undefined) return { refusal: notFound('Social Engagement layer') };
  if (another === undefined) return layer;
  return { refusal: refused('CONFLICT', 'projectLayerId: the project has several such layers, so say which.') };
}

/** Fields that partners may not see are omitted (documented). */
function row({ fenced: _, ...layer }: Engagement): JsonObject {
  return layer;
}
