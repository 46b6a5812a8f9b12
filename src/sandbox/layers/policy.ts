import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import type { State } from '../state.ts';
import type { World } from '../world.ts';
import { type Authority, axis, type modificationShape } from './ads-world.ts';
import type { Refusal } from './envelope.ts';
import { closedGate, denied } from './gate.ts';
import { keyIdOf } from './key-id.ts';
import { FOUNDED } from './projects.ts';
import { shownId } from './route.ts';
import type { LayersKey, Project, ProjectLayer } from './world.ts';

/** Axes that a PATCH names; the others stay. */
export const Axes = z
  .strictObject({ creative: axis.optional(), tactical: axis.optional(), structural: axis.optional() })
  .transform((given): Partial<Authority> => Object.fromEntries(Object.entries(given)));

/** From least to most. */
const ORDER = ['off', 'draft', 'auto'];

/**
 * Why a partner may not set these axes: the gate is closed, the customer keeps the setting to himself, or a partner
 * would raise itself above the customer's policy. Lowering always passes an open gate.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-campaign-authority, docs/api/reference/ads/patch-defaults
 * (documented); the reasons' names are inferred.
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

/** A partner changes it now. */
export function modifiedBy(state: State, key: LayersKey): Modification {
  return { at: state.now().toISOString(), actorType: 'partner', apiKeyId: keyIdOf(key) };
}

/** Who changed it last. Source: docs/api/reference/ads/patch-defaults (documented). Absent: a person, at the beginning. */
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
