import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type AdsContent, ok, type Result } from '../model/index.ts';
import { noSuchProject, type Organization } from './organization.ts';
import { inProject, optionalText, readPages } from './request.ts';

/** Only `adsContentId` is documented by name; the others are inferred from the query. */
const Item = z.looseObject({
  adsContentId: z.string().min(1),
  eligible: z.boolean().optional().catch(undefined),
  override: optionalText,
});

/**
 * Source: developers.layers.com docs/api/reference/metrics/ads-content (documented; which member names the source is
 * unknown, so all texts are kept).
 */
export async function readAdsContent(
  client: Client,
  project: string,
  organization: Organization | undefined,
  signal: AbortSignal,
): Promise<Result<readonly AdsContent[]>> {
  const path = `${inProject(project, 'ads-content')}?limit=200`;
  const reading = await readPages(client, path, { item: Item }, signal);
  if (!reading.ok) return noSuchProject(reading, project, organization);
  return ok(reading.value.map(contentOf));
}

function contentOf({ adsContentId: id, eligible, override, ...others }: z.output<typeof Item>): AdsContent {
  return {
    id,
    texts: Object.values(others).filter((value) => typeof value === 'string'),
    ...(eligible !== undefined && { isEligible: eligible }),
    ...(override != null && { override }),
  };
}
