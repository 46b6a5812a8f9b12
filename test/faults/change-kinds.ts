import type { ChangeKind } from '../../src/model/index.ts';
import { projectAt } from './flat-world.ts';
import type { Place } from './file-locations.ts';

/** Kinds of change that no API carries out, by either transport. */
export const HUMAN_ONLY: readonly ChangeKind[] = ['install', 'adopt', 'sharing', 'pixel-share', 'spark', 'state'];

/** Paths in the world that a change of each kind affects, as prefixes. Changes elsewhere were not planned. */
export function placesOf(kind: ChangeKind, one: Place): readonly string[] {
  const project = projectAt(one.project);
  const config = `${project}.layers[${one.layer}].config`;
  const advertiser = `tiktok.advertisers[${one.account}]`;
  switch (kind) {
    case 'binding':
      return [`${config}.mode`, `${config}.tiktokBusinessId`, `${config}.adAccountId`];
    case 'pixel':
      return [`${config}.capi.pixel_id`, `${config}.capi.access_token_vault_id`];
    case 'capi':
      // The documented toggle is an SDK app's, and reaches the layer.
      return [`${config}.capi.enabled`, `${project}.apps[${one.app}].capi.tiktok`];
    case 'objectives':
      return [`${config}.objectives`];
    case 'cost-cap':
      return [`${config}.monthlyCostCap`];
    case 'event-map':
      return [`${config}.capi.event_map`];
    case 'partnership':
      return [`tiktok.partnerships[${one.business}>`, `tiktok.shares[${one.business}>`];
    case 'pixel-link':
      // Whichever pixel it is.
      return ['tiktok.pixels['];
    case 'cap-enforcement':
      return [`${advertiser}.budget`];
    case 'spark-authorise':
      return ['tiktok.sparkPosts['];
    case 'campaigns':
      return [`${project}.campaigns[`, `${project}.pendingActions[`, 'layers.jobs[', 'tiktok.campaigns['];
    case 'install':
    case 'adopt':
    case 'sharing':
    case 'pixel-share':
    case 'spark':
    case 'state':
      return [];
    default:
      return kind satisfies never;
  }
}
