import { z } from 'zod';
import type { Client } from '../http/index.ts';
import type { CapiHealth } from '../model/index.ts';
import { isTikTok } from './accounts.ts';
import { inProject, optionalText, type ReadResult, read } from './request.ts';

export type LayerDefaults = { readonly layerId?: string; readonly killSwitch: boolean };

/** A response without either member proves nothing. */
const DefaultsShape = z
  .object({ layerId: z.string().min(1).nullish(), killSwitchActive: z.boolean().nullish() })
  .refine(({ layerId, killSwitchActive }) => layerId !== undefined || killSwitchActive !== undefined)
  .transform(
    ({ layerId, killSwitchActive }): LayerDefaults => ({
      ...(layerId != null && { layerId }),
      killSwitch: killSwitchActive ?? false,
    }),
  );

/**
 * The authority defaults, the only documented source of the layer's id. 404 without a layer (inferred); which of
 * several is returned is unknown.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-defaults (documented).
 */
export function readDefaults(client: Client, project: string, signal: AbortSignal): Promise<ReadResult<LayerDefaults>> {
  return read(client, inProject(project, 'ads', 'tiktok', 'defaults'), DefaultsShape, signal);
}

/** `undefined`: missing. `null`: explicitly null. */
export type CapiEntry = {
  readonly enabled?: boolean | null | undefined;
  readonly pixelId?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly accessTokenValid?: boolean | null | undefined;
  readonly accessTokenLastValidatedAt?: string | null | undefined;
  readonly lastEventAt?: string | null | undefined;
  readonly lastError?: string | null | undefined;
};

const Entry = z.object({
  platform: z.string(),
  enabled: z.boolean().nullish(),
  pixelId: z.string().nullish(),
  status: z.string().nullish(),
  accessTokenValid: z.boolean().nullish(),
  accessTokenLastValidatedAt: optionalText,
  lastEventAt: optionalText,
  lastError: optionalText,
});

const Platform = z.object({ platform: z.unknown() });

/** Skips entries of other platforms, whatever their shape. */
const tiktokEntries = z.array(z.unknown()).transform((entries, context) =>
  entries.flatMap((entry, index) => {
    if (!isTikTok(Platform.safeParse(entry).data?.platform)) return [];
    const parsed = Entry.safeParse(entry);
    if (parsed.success) return [parsed.data];
    const path = [index, ...(parsed.error.issues[0]?.path ?? [])];
    context.addIssue({ code: 'custom', message: 'a different form', path });
    return [];
  }),
);

const CapiShape = z.object({ platforms: tiktokEntries }).transform(({ platforms }) => platforms);

/**
 * The entries for TikTok, a view of the layer's config. Empty without a layer (inferred); which of several is returned
 * is unknown.
 *
 * Source: developers.layers.com docs/api/reference/ads/capi-status (documented).
 */
export function readCapiStatus(
  client: Client,
  project: string,
  signal: AbortSignal,
): Promise<ReadResult<readonly CapiEntry[]>> {
  return read(client, `${inProject(project, 'ads', 'capi-status')}?platforms=tiktok_ads`, CapiShape, signal);
}

export function capiHealth(entry: CapiEntry): CapiHealth {
  const { accessTokenLastValidatedAt: validatedAt, lastEventAt, lastError } = entry;
  return {
    status: entry.status ?? 'unknown',
    tokenValid: entry.accessTokenValid ?? null,
    ...(validatedAt != null && { tokenValidatedAt: validatedAt }),
    ...(lastEventAt != null && { lastEventAt }),
    ...(lastError != null && { lastError }),
  };
}
