import { accepted, notFound, type Reply, refused } from '../layers/envelope.ts';
import { tiktokLayers } from '../layers/world.ts';
import type { World } from '../world.ts';
import { firstFree, projectOf } from './find.ts';
import type { DeedOf } from './shape.ts';

/** One hour, in milliseconds. Source: a consent is valid for one hour (second-hand documentation). */
const CONSENT = 60 * 60 * 1000;

/**
 * Completes OAuth for an ad account, or binds the account that a partner shared, depending on the mode of the layer.
 * Also stores the account in the config of the TikTok layer if there is only one.
 *
 * Source: developers.layers.com docs/paid-media/byo-setup (documented as steps; their form here is ours).
 */
export function connectAccount(world: World, deed: DeedOf<'connect-account'>, at: Date): Reply {
  const project = projectOf(world, deed.project);
  if ('refusal' in project) return project.refusal;
  const advertiser = world.tiktok.advertisers.find(({ id }) => id === deed.adAccount);
  if (advertiser === undefined) return notFound('ad account at TikTok');

  const connectedAt = at.toISOString();
  const link = world.layers.oauthUrls.findLast(
    ({ project: id, platform, used, expiresAt }) =>
      id === project.id && platform === 'tiktok_ads' && !used && Date.parse(expiresAt) > at.getTime(),
  );
  if (link !== undefined) link.used = true;
  const [layer, another] = tiktokLayers(project);
  if (layer !== undefined && another === undefined) layer.config = { ...layer.config, adAccountId: advertiser.id };

  const known = project.adAccounts.find(({ externalId }) => externalId === advertiser.id);
  if (known !== undefined) {
    Object.assign(known, { tokenStatus: 'valid', connectedAt });
    return accepted({ adAccountId: known.adAccountId });
  }
  const taken = world.layers.projects.flatMap(({ adAccounts }) => adAccounts.map(({ adAccountId }) => adAccountId));
  const adAccountId = firstFree(taken, (n) => `01J${String(n).padStart(23, '0')}`);
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
  return accepted({ adAccountId });
}

/**
 * Source: help center of TikTok, Business Center, Partners, Requests: the requested side accepts (third parties); there
 * is no endpoint for it.
 */
export function acceptPartnership({ tiktok }: World, deed: DeedOf<'accept-partnership'>): Reply {
  const waiting = tiktok.partnerships.filter(
    ({ from, to, state }) => state === 'requested' && (deed.from ?? from) === from && (deed.to ?? to) === to,
  );
  if (waiting.length === 0) return notFound('partnership that waits');
  for (const partnership of waiting) partnership.state = 'active';
  return accepted({ accepted: waiting.map(({ from, to }) => ({ from, to })) });
}

export function consent({ tiktok }: World, deed: DeedOf<'consent'>, at: Date): Reply {
  if (!tiktok.apps.some(({ id }) => id === deed.app)) return notFound('developer app');
  const stranger = deed.advertisers.find((id) => !tiktok.advertisers.some((advertiser) => advertiser.id === id));
  if (stranger !== undefined) return notFound(`ad account ${stranger}`);
  if (tiktok.authCodes.some(({ code }) => code === deed.code))
    return refused('CONFLICT', 'code: was given out before.');
  const { app, code, advertisers } = deed;
  const expires = new Date(at.getTime() + CONSENT).toISOString();
  tiktok.authCodes.push({ app, code, advertisers: [...advertisers], used: false, expires });
  return accepted({ code });
}

export function revokeToken({ tiktok }: World, deed: DeedOf<'revoke-token'>): Reply {
  const found = tiktok.tokens.find(({ token }) => token === deed.token);
  if (found === undefined) return notFound('token');
  found.state = 'revoked';
  return accepted({ state: 'revoked' });
}

export function fundWallet({ tiktok }: World, deed: DeedOf<'fund-wallet'>): Reply {
  const found = tiktok.advertisers.find(({ id }) => id === deed.advertiser);
  if (found === undefined) return notFound('ad account at TikTok');
  // In hundredths, because 0.1 + 0.2 is 0.30000000000000004.
  found.balance = Math.round((found.balance + deed.amount) * 100) / 100;
  return accepted({ balance: found.balance });
}
