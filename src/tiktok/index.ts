import type { Machine } from '../machine.ts';
import { type Client, createClient, hide, type Lane } from '../http/index.ts';
import type { Result, TikTokReader } from '../model/index.ts';
import { readAccounts } from './accounts.ts';
import { judge } from './judge.ts';
import { readPixel } from './pixels.ts';
import { readSpend } from './spend.ts';

/**
 * Reads at TikTok with one token. TikTok has no token that may only read: that nothing is written rests on this room, in
 * which no request but GET is made.
 */
export function createTikTokReader(options: {
  readonly machine: Pick<Machine, 'dispatcher' | 'tape' | 'sleep' | 'now' | 'random'>;
  readonly origin: string;
  /** Goes into the request header and nowhere else. */
  readonly token: string;
  /** Milliseconds for one try of one request; 30 s where absent. */
  readonly timeout?: number;
}): TikTokReader {
  const { machine, origin, token, timeout } = options;
  const lane = laneOf(origin);
  const client: Client = createClient(machine, {
    name: 'TikTok',
    origin,
    secret: token,
    // Source: business-api.tiktok.com portal/docs, authentication (documented).
    headers: { 'access-token': token },
    judge,
    lane: () => lane,
    ...(timeout !== undefined && { timeout }),
  });
  const quiet = <T>(result: Result<T>): Result<T> =>
    result.ok
      ? result
      : { ok: false, problems: result.problems.map((each) => ({ ...each, message: hide(each.message, token) })) };

  return {
    accounts: async (ids, signal) => quiet(await readAccounts(client, ids, signal)),
    pixel: async (advertiserId, pixel, signal) => quiet(await readPixel(client, advertiserId, pixel, signal)),
    spend: async (ids, from, to, signal) => quiet(await readSpend(client, ids, from, to, signal)),
    calls: client.calls,
  };
}

/**
 * The limits of a developer app at the basic level: 10 a second, 600 a minute. All tokens of an app count together, and
 * nothing shows to which app a token belongs: so all tokens share one lane. Windows are a little longer than TikTok's,
 * because requests may arrive closer together than they were sent.
 *
 * Source: business-api.tiktok.com portal/docs, rate limits (second-hand).
 */
function laneOf(origin: string): Lane {
  return {
    key: `tiktok ${origin}`,
    allowances: [
      { count: 10, window: 1_100 },
      { count: 600, window: 61_000 },
    ],
  };
}
