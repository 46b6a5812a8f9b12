import { firstFree } from '../core/first-free.ts';
import type { Answer, Request } from '../core/route.ts';
import { ulid } from './ids.ts';
import { OAUTH_PAGE } from './ad-accounts.ts';
import { findProject, type Project, type State, tiktokLayers, type World } from './world.ts';

/**
 * The page of an OAuth link, on which a person selects an ad account and is redirected back. It needs no API key,
 * because a browser opens it.
 *
 * Source: docs/api/guides/run-ads-as-partner for the redirect (documented). The page of a used or expired link is
 * unknown.
 *
 * @returns `undefined` if the request is for a different path
 */
export function answerOauthPage(request: Request, state: State): Answer | undefined {
  if (request.method !== 'GET' || request.path !== OAUTH_PAGE) return undefined;
  const { world } = state;
  const link = world.layers.oauthUrls.find(({ nonce }) => nonce === request.query.get('state'));
  if (link === undefined || link.used || Date.parse(link.expiresAt) <= state.now().getTime()) {
    return page(410, 'This link no longer works.');
  }
  const adAccount = request.query.get('adAccount');
  if (adAccount === null) return page(200, choices(state, link.nonce));
  const project = findProject(world, link.project);
  if (project === undefined) return page(404, 'There is no such project.');
  const accountId = connectAccount(world, project, adAccount, state.now());
  if (accountId === undefined) return page(404, 'There is no such ad account at TikTok.');
  link.used = true;
  const back = new URL(link.returnUrl);
  back.searchParams.set('status', 'connected');
  back.searchParams.set('accountId', accountId);
  if (link.state !== undefined) back.searchParams.set('state', link.state);
  return { ...page(302, ''), headers: { location: back.href } };
}

/**
 * Completes OAuth for an ad account, or binds the account that a partner shared, depending on the mode of the layer.
 * Also stores the account in the config of the TikTok layer if there is only one.
 *
 * Source: docs/paid-media/byo-setup (documented as steps; their form here is ours).
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
    walletBalance: null,
    tokenStatus: 'valid',
    connectedAt,
  });
  return adAccountId;
}

function choices({ world }: State, nonce: string): string {
  const links = world.tiktok.advertisers.map(
    ({ id, name }) => `<li><a href="?state=${nonce}&amp;adAccount=${id}">${escaped(name)} (${id})</a></li>`,
  );
  return `Which ad account may Layers use? <ul>${links.join('')}</ul>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function page(status: number, content: string): Answer {
  const text = `<!doctype html><meta charset="utf-8"><title>Sandbox</title><p>${content}</p>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, text: content === '' ? '' : text };
}
