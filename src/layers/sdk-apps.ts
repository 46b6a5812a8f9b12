import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { readPages } from './pages.ts';
import { inProject, type Read } from './read.ts';

export type SdkApp = { readonly appId: string; readonly name: string; readonly platform: string };

const Item = z.object({
  appId: z.string().min(1),
  name: z
    .string()
    .nullish()
    .catch(undefined)
    .transform((name) => name ?? ''),
  platform: z
    .string()
    .nullish()
    .catch(undefined)
    .transform((platform) => platform ?? 'unknown platform'),
});

/** Source: developers.layers.com docs/api/reference/sdk-apps/list-sdk-apps (documented). */
export function readSdkApps(client: Client, project: string, signal: AbortSignal): Promise<Read<readonly SdkApp[]>> {
  return readPages(client, `${inProject(project, 'sdk-apps')}?limit=100`, { item: Item }, signal);
}

/**
 * The app whose toggle is used: the one in the document, or the only one; `undefined` if the project has none. Choosing
 * one of several would be a guess about whose conversions are sent.
 */
export function chooseApp(apps: readonly SdkApp[], wanted: string | undefined): Result<string | undefined> {
  if (wanted === undefined && apps.length <= 1) return ok(apps[0]?.appId);
  if (wanted !== undefined && apps.some(({ appId }) => appId === wanted)) return ok(wanted);
  const message =
    wanted === undefined
      ? `The project has ${apps.length} SDK apps, and the document does not say whose CAPI toggle is meant.`
      : `The project has no SDK app ${wanted}.`;
  const candidates = apps.map(({ appId, name, platform }) => `app: ${appId} (${name}, ${platform})`);
  const remedy =
    candidates.length === 0
      ? 'Create the SDK app in Layers, or take `app` out of the document.'
      : `Write one of these into the document: ${candidates.join('; ')}.`;
  return fail({ code: 'layers/app', message, remedy });
}
