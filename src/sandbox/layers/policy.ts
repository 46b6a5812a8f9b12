import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { type Authority, axis, type modificationShape } from './ads-world.ts';
import type { Refusal } from './envelope.ts';
import { closedGate, denied } from './gate.ts';
import { keyIdOf } from './key-id.ts';
import { FOUNDED } from './projects.ts';
import { shownId } from './route.ts';
import type { State, World } from './state.ts';
import type { LayersKey, Project, ProjectLayer } from './world.ts';

/** Axes in a PATCH; the others stay as they are. */
export const Axes = z
  .strictObject({ creative: axis.optional(), tactical: axis.optional(), structural: axis.optional() })
  .transform((given): Partial<Authority> => Object.fromEntries(Object.entries(given)));

/** From least to most permissive. */
const ORDER = ['off', 'draft', 'auto'];

/**
 * The refusal if a partner may not set these axes: the gate is closed, only the customer may change them, or they
 * exceed the customer's policy. Lowering is always allowed while the gate is open and partners may change authority.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-campaign-authority, docs/api/reference/ads/patch-defaults
 * (documented); the names of the reasons are inferred.
 */
export function policyRefusal(world: World, layer: ProjectLayer, asked: Partial<Authority>): Refusal | undefined {
  const closed = closedGate(world, layer);
  if (closed !== undefined) return closed;
  if (layer.partnerPolicy === false) {
    return denied(world, 'partner_policy_refused', 'The customer does not let partners change authority.');
  }
  const { ceiling } = layer;
  const names = ['creative', 'tactical', 'structural'] as const;
  const over = names.filter((name) => {
    const value = asked[name];
    return value !== undefined && ceiling !== undefined && ORDER.indexOf(value) > ORDER.indexOf(ceiling[name]);
  });
  if (over.length === 0) return undefined;
  return denied(world, 'above_customer_policy', `${over.join(', ')}: above what the customer allows.`);
}

type Modification = z.output<typeof modificationShape>;

/** A change by a partner, now. */
export function modifiedBy(state: State, key: LayersKey): Modification {
  return { at: state.now().toISOString(), actorType: 'partner', apiKeyId: keyIdOf(key) };
}

/**
 * Author of the last change. Source: docs/api/reference/ads/patch-defaults (documented). Absent: a person, initially.
 */
export function modificationRow(world: World, project: Project, last: Modification | undefined): JsonObject {
  const apiKeyId = last?.apiKeyId;
  return {
    lastModifiedAt: last?.at ?? FOUNDED,
    lastModifiedBy: {
      actorType: last?.actorType ?? 'user',
      actorOrganizationId: shownId(world, 'org', project.organization),
      ...(apiKeyId === undefined ? {} : { actorApiKeyId: shownId(world, 'key', apiKeyId) }),
    },
  };
}
