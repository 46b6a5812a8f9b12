import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { inProject, optionalText, readPages, type ReadResult } from './request.ts';

export type SdkApp = { readonly appId: string; readonly name: string; readonly platform: string };

const Item = z.object({
  appId: z.string().min(1),
  name: optionalText.transform((name) => name ?? ''),
  platform: optionalText.transform((platform) => platform ?? 'unknown platform'),
});

/** Source: developers.layers.com docs/api/reference/sdk-apps/list-sdk-apps (documented). */
export function readSdkApps(
  client: Client,
  project: string,
  signal: AbortSignal,
): Promise<ReadResult<readonly SdkApp[]>> {
  return readPages(client, `${inProject(project, 'sdk-apps')}?limit=100`, { item: Item }, signal);
}

/**
 * The app whose toggle is used: the one in the document, or the only one; `undefined` if the project has none. Choosing
 * one of several would be a guess about whose conversions are sent.
 */
export function chooseApp(apps: readonly SdkApp[], requested: string | undefined): Result<string | undefined> {
  if (requested === undefined && apps.length <= 1) return ok(apps[0]?.appId);
  if (requested !== undefined && apps.some(({ appId }) => appId === requested)) return ok(requested);
  const message =
    requested === undefined
      ? `The project has ${apps.length} SDK apps, and the document does not select one for its CAPI toggle.`
      : `The project has no SDK app ${requested}.`;
  const candidates = apps.map(({ appId, name, platform }) => `app: ${appId} (${name}, ${platform})`);
  const remedy =
    candidates.length === 0
      ? 'Create the SDK app in Layers, or remove `app` from the document.'
      : `Add one of these to the document: ${candidates.join('; ')}.`;
  return fail({ code: 'layers/app', message, remedy });
}
