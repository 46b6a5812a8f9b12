import type { World } from '../tiktok/world.ts';
import type { ActionOf } from './action-shape.ts';
import { accepted, notFound, refused, type Reply } from './envelope.ts';

/** Source: a consent is valid for one hour (second-hand documentation). */
const CONSENT_MS = 60 * 60 * 1000;

/**
 * Source: help center of TikTok, Business Center, Partners, Requests: the requested side accepts (third parties); there
 * is no endpoint for it.
 */
export function acceptPartnership({ tiktok }: World, action: ActionOf<'accept-partnership'>): Reply {
  const waiting = tiktok.partnerships.filter(
    ({ from, to, state }) => state === 'requested' && (action.from ?? from) === from && (action.to ?? to) === to,
  );
  if (waiting.length === 0) return notFound('partnership that waits');
  for (const partnership of waiting) partnership.state = 'active';
  return accepted({ accepted: waiting.map(({ from, to }) => ({ from, to })) });
}

export function consent({ tiktok }: World, action: ActionOf<'consent'>, at: Date): Reply {
  if (!tiktok.apps.some(({ id }) => id === action.app)) return notFound('developer app');
  const unknown = action.advertisers.find((id) => !tiktok.advertisers.some((advertiser) => advertiser.id === id));
  if (unknown !== undefined) return notFound(`ad account ${unknown}`);
  if (tiktok.authCodes.some(({ code }) => code === action.code))
    return refused('CONFLICT', 'code: was given out before.');
  const { app, code, advertisers } = action;
  const expires = new Date(at.getTime() + CONSENT_MS).toISOString();
  tiktok.authCodes.push({ app, code, advertisers: [...advertisers], used: false, expires });
  return accepted({ code });
}

export function revokeToken({ tiktok }: World, action: ActionOf<'revoke-token'>): Reply {
  const found = tiktok.tokens.find(({ token }) => token === action.token);
  if (found === undefined) return notFound('token');
  found.state = 'revoked';
  return accepted({ state: 'revoked' });
}

export function fundWallet({ tiktok }: World, action: ActionOf<'fund-wallet'>): Reply {
  const found = tiktok.advertisers.find(({ id }) => id === action.advertiser);
  if (found === undefined) return notFound('ad account at TikTok');
  // In hundredths, because 0.1 + 0.2 is 0.30000000000000004.
  found.balance = Math.round((found.balance + action.amount) * 100) / 100;
  return accepted({ balance: found.balance });
}
