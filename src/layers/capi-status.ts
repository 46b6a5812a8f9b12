import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { isTikTok } from './accounts.ts';
import { inProject, type Read, read } from './read.ts';

/** `undefined`: missing in the answer. `null`: explicitly null. */
export type CapiEntry = {
  readonly enabled?: boolean | null | undefined;
  readonly pixelId?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly accessTokenValid?: boolean | null | undefined;
};

const Entry = z.object({
  platform: z.string(),
  enabled: z.boolean().nullish(),
  pixelId: z.string().nullish(),
  status: z.string().nullish(),
  accessTokenValid: z.boolean().nullish(),
});

/** Skips entries of other platforms, whatever their shape. */
const tiktokEntries = z.array(z.unknown()).transform((entries, context) =>
  entries.flatMap((entry, index) => {
    if (!isTikTok(z.object({ platform: z.unknown() }).safeParse(entry).data?.platform)) return [];
    const parsed = Entry.safeParse(entry);
    if (parsed.success) return [parsed.data];
    const path = [index, ...(parsed.error.issues[0]?.path ?? [])];
    context.addIssue({ code: 'custom', message: 'a different form', path });
    return [];
  }),
);

const Shape = z.object({ platforms: tiktokEntries });

/**
 * The entries for TikTok, a view of the config of the project's TikTok layer. Empty if there is none (inferred). If
 * there are several layers, it is unknown which one is returned.
 *
 * Source: developers.layers.com docs/api/reference/ads/capi-status (documented).
 */
export async function readCapiStatus(
  client: Client,
  project: string,
  signal: AbortSignal,
): Promise<Read<readonly CapiEntry[]>> {
  const reading = await read(client, `${inProject(project, 'ads', 'capi-status')}?platforms=tiktok_ads`, Shape, signal);
  if (!reading.ok) return reading;
  return { ...reading, value: reading.value.platforms };
}

/** Health of CAPI, for checks. */
export function capiHealth(entry: CapiEntry): { readonly status: string; readonly tokenValid: boolean | null } {
  return { status: entry.status ?? 'unknown', tokenValid: entry.accessTokenValid ?? null };
}
