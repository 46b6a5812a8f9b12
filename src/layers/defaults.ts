import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { inProject, type Read, read } from './read.ts';

/** What the authority defaults tell of the project's TikTok layer. */
export type LayerDefaults = { readonly layerId?: string; readonly killSwitch: boolean };

/** An answer with neither member is not the absence of a layer. */
const Shape = z
  .object({ layerId: z.string().min(1).nullish(), killSwitchActive: z.boolean().nullish() })
  .refine(({ layerId, killSwitchActive }) => layerId !== undefined || killSwitchActive !== undefined)
  .transform(
    ({ layerId, killSwitchActive }): LayerDefaults => ({
      ...(layerId != null && { layerId }),
      killSwitch: killSwitchActive ?? false,
    }),
  );

/**
 * The only documented read that shows the id of the TikTok layer. 404 where there is none [inferred]; which layer it is
 * where there are several is unknown.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-defaults (documented).
 */
export function readDefaults(client: Client, project: string, signal: AbortSignal): Promise<Read<LayerDefaults>> {
  return read(client, inProject(project, 'ads', 'tiktok', 'defaults'), Shape, signal);
}
