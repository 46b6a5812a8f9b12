import { findProject, type World } from '../layers/world.ts';
import { visibleFrom } from '../tiktok/partners.ts';
import type { ActionOf } from './action-shape.ts';
import { accepted, notFound, type Reply } from './envelope.ts';

/**
 * Actions of people in agency mode: sharing pixels and TikTok accounts in Asset Sharing, paying into the wallet.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented as steps; their form here is ours). Like an ad
 * account, a shared asset may become visible later (inferred).
 */
export function shareAsset({ tiktok, switches }: World, action: ActionOf<'share-asset'>, at: Date): Reply {
  if (!tiktok.businessCenters.some(({ id }) => id === action.from)) return notFound('Business Center');
  const { from, to, type, asset } = action;
  tiktok.assetShares.push({ from, to, type, asset, visibleFrom: visibleFrom(at, switches.sharesVisibleAfter) });
  return accepted({ shared: asset });
}

export function unshareAsset({ tiktok }: World, { from, to, type, asset }: ActionOf<'unshare-asset'>): Reply {
  const left = tiktok.assetShares.filter(
    (each) => !(each.from === from && each.to === to && each.type === type && each.asset === asset),
  );
  if (left.length === tiktok.assetShares.length) return notFound('shared asset');
  tiktok.assetShares = left;
  return accepted({ shared: null });
}

export function topUpWallet(world: World, action: ActionOf<'top-up-wallet'>): Reply {
  const account = findProject(world, action.project)?.adAccounts.find(
    ({ externalId }) => externalId === action.adAccount,
  );
  if (account === undefined) return notFound('ad account of the project');
  account.walletBalance = (account.walletBalance ?? 0) + action.amount;
  return accepted({ walletBalance: account.walletBalance });
}
