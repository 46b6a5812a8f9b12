import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { inProject, type Read, read } from './read.ts';

/** The TikTok layer of a project as shown by its authority defaults. */
export type LayerDefaults = { readonly layerId?: string; readonly killSwitch: boolean };

/** An answer that has neither member does not prove that there is no layer. */
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
 * Reads the authority defaults, the only documented source of the TikTok layer's id. Layers returns 404 if there is no
 * layer (inferred). If there are several, it is unknown which one is returned.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-defaults (documented).
 */
export function readDefaults(client: Client, project: string, signal: AbortSignal): Promise<Read<LayerDefaults>> {
  return read(client, inProject(project, 'ads', 'tiktok', 'defaults'), Shape, signal);
}
