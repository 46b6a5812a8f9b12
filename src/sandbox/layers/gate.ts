import type { Authority, Axis, Campaign } from './ads-world.ts';
import { notFound, type Refusal, refused } from './envelope.ts';
import { addressedLayer, type Platform } from './route.ts';
import type { Project, ProjectLayer, World } from './world.ts';

/** Decision of the gate on a write. `draft`: queued for approval. `auto`: carried out. */
export type Verdict = 'draft' | 'auto' | { readonly refusal: Refusal };

/**
 * The write gate checks the consent of the customer, the kill switch of the layer, then the axis: the campaign's own if
 * it has one, else the layer's default.
 *
 * Source: docs/api/concepts/ads-write-model, docs/api/guides/run-ads-as-partner (documented). The order and the reason
 * for missing consent are inferred.
 */
export function verdictOf(
  world: World,
  project: Project,
  platform: Platform,
  axis: Axis,
  campaign?: Campaign,
): Verdict {
  const layer = gatedLayer(world, project, platform);
  if (layer === undefined) return { refusal: notFound('layer for this platform in this project') };
  const closed = closedGate(world, layer);
  if (closed !== undefined) return { refusal: closed };
  const value = authorityOf(layer, campaign)[axis];
  if (value !== 'off') return value;
  return { refusal: denied(world, 'authority_axis_off', `The ${axis} axis is off.`) };
}

/** In the sandbox, only TikTok has layers with authority. */
export function gatedLayer(world: World, project: Project, platform: Platform): ProjectLayer | undefined {
  return platform === 'tiktok_ads' ? addressedLayer(world, project) : undefined;
}

/** The refusal if no write is allowed, whatever the axes are. */
export function closedGate(world: World, layer: ProjectLayer): Refusal | undefined {
  if (layer.partnerWrites === false) {
    return denied(world, 'partner_writes_not_consented', 'The customer has not consented to writes by partners.');
  }
  if (layer.killSwitch) return denied(world, 'layer_kill_switch', 'The kill switch of the layer is active.');
  return undefined;
}

export function authorityOf(layer: ProjectLayer, campaign: Campaign | undefined): Authority {
  return campaign?.authority ?? layer.defaults;
}

/** The location of the reason is not documented: `details.reason`, or none (inferred). */
export function denied(world: World, reason: string, message: string): Refusal {
  return refused('AUTHORITY_DENIED', message, world.switches.deniedReasonShown ? { reason } : undefined);
}
