import { firstFree, ulid } from './ids.ts';
import type { World } from './state.ts';
import { type Project, tiktokLayers } from './world.ts';

/**
 * Completes OAuth for an ad account, or binds the account that a partner shared, depending on the mode of the layer.
 * Also stores the account in the config of the TikTok layer if there is only one.
 *
 * Source: developers.layers.com docs/paid-media/byo-setup (documented as steps; their form here is ours).
 *
 * @returns the id of the account at Layers; `undefined` if TikTok does not have it
 */
export function connectAccount(world: World, project: Project, externalId: string, at: Date): string | undefined {
  const advertiser = world.tiktok.advertisers.find(({ id }) => id === externalId);
  if (advertiser === undefined) return undefined;

  const connectedAt = at.toISOString();
  const link = world.layers.oauthUrls.findLast(
    ({ project: id, platform, used, expiresAt }) =>
      id === project.id && platform === 'tiktok_ads' && !used && Date.parse(expiresAt) > at.getTime(),
  );
  if (link !== undefined) link.used = true;
  const [layer, another] = tiktokLayers(project);
  if (layer !== undefined && another === undefined) layer.config = { ...layer.config, adAccountId: advertiser.id };

  const known = project.adAccounts.find((account) => account.externalId === advertiser.id);
  if (known !== undefined) {
    Object.assign(known, { tokenStatus: 'valid', connectedAt });
    return known.adAccountId;
  }
  const taken = world.layers.projects.flatMap(({ adAccounts }) => adAccounts.map(({ adAccountId }) => adAccountId));
  const adAccountId = firstFree(taken, (n) => ulid('', n));
  project.adAccounts.push({
    adAccountId,
    externalId: advertiser.id,
    platform: 'tiktok_ads',
    name: advertiser.name,
    currency: advertiser.currency,
    timezone: advertiser.timezone,
    credentialMode: layer?.config.mode === 'agency' ? 'agency' : 'byo',
    tokenStatus: 'valid',
    connectedAt,
  });
  return adAccountId;
}
