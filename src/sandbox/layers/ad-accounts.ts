import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { accepted, type Reply } from './envelope.ts';
import { queryAs } from './input.ts';
import { type Call, inProject, type Route, route } from './route.ts';
import type { AdAccount, Project, World } from './world.ts';

/** Source: docs/api/reference/ads/list-ad-accounts (documented). */
export const adAccounts: readonly Route[] = [
  route('GET', '/v1/projects/:projectId/ads/ad-accounts', ['ads:read'], inProject(list)),
];

const Query = z.object({
  platforms: z.array(z.enum(['meta_ads', 'tiktok_ads', 'apple_ads'])).optional(),
  credentialMode: z.enum(['agency', 'byo']).optional(),
  healthy: z.enum(['true', 'false']).optional(),
});

/** One page, without a `nextCursor` (documented). That `healthy=false` does not filter is inferred. */
function list({ request, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['platforms']);
  if (!query.ok) return query.refusal;
  const { platforms, credentialMode, healthy } = query.value;
  // The newer documentation has neither the field nor the filter.
  const mode = world.switches.generation === 'newer' ? undefined : credentialMode;
  const found = project.adAccounts
    .filter(({ platform }) => platforms === undefined || platforms.includes(platform))
    .filter((account) => mode === undefined || account.credentialMode === mode)
    .filter(({ tokenStatus }) => healthy !== 'true' || tokenStatus === 'valid');
  return accepted({ items: found.map((account) => row(world, account)) });
}

function row(world: World, account: AdAccount): JsonObject {
  const older = world.switches.generation !== 'newer';
  return {
    adAccountId: account.adAccountId,
    platform: account.platform,
    externalId: account.externalId,
    name: account.name,
    currency: account.currency,
    timezone: account.timezone,
    ...(older ? { credentialMode: account.credentialMode } : {}),
    tokenStatus: account.tokenStatus,
    tokenLastValidatedAt: null,
    ...(older ? { walletBalance: null } : {}),
    connectedAt: account.connectedAt,
  };
}
