import { type Client, type ClientMachine, createClient, type RateBucket } from '../http/index.ts';
import { fail, maskerOf, type Result, type TikTokReader, type TikTokWriter } from '../model/index.ts';
import { readAccounts } from './accounts.ts';
import { authoriseSpark } from './authorise-spark.ts';
import { readBudgets } from './budgets.ts';
import { interpret } from './interpret.ts';
import { linkPixel } from './link-pixel.ts';
import { readPartnership } from './partnership.ts';
import { readPixelLinks } from './pixel-links.ts';
import { readPixel } from './pixels.ts';
import { setBudget } from './set-budget.ts';
import { shareAccount } from './share-account.ts';
import { readSparkCodes } from './spark-codes.ts';
import { readSpend } from './spend.ts';

/** Options for one token at one origin. */
export type TikTokOptions = {
  readonly machine: ClientMachine;
  readonly origin: string;
  /** Sent only in the request header. */
  readonly token: string;
  /** Timeout of one attempt in milliseconds; 30 s by default. */
  readonly timeoutMs?: number;
};

/** A reader for one token. TikTok has no read-only tokens, so it is read-only because it has no method that writes. */
export function createTikTokReader(options: TikTokOptions): TikTokReader {
  return parts(options).reader;
}

/** A reader and a writer for one token. They share the request count. */
export function createTikTok(options: TikTokOptions): {
  readonly reader: TikTokReader;
  readonly writer: TikTokWriter;
} {
  const all = parts(options);
  return { reader: all.reader, writer: writerOf(all) };
}

function writerOf({ reader, client, hidden, quiet }: Parts): TikTokWriter {
  return {
    ...reader,
    shareAccount: async (share, signal) => quiet(await shareAccount(client, share, signal)),
    linkPixel: async (link, signal) => quiet(await linkPixel(client, link, signal)),
    setBudget: async (business, advertiserId, budget, signal) =>
      quiet(await setBudget(client, { business, advertiserId, budget }, hidden, signal)),
    authoriseSpark: async (advertiserId, code, signal) =>
      quiet(await authoriseSpark(client, advertiserId, code, signal)),
  };
}

type Parts = {
  readonly reader: TikTokReader;
  readonly client: Client;
  readonly hidden: (text: string) => string;
  /** Masks the token in every problem, whatever the source of its text. */
  readonly quiet: <T>(result: Result<T>) => Result<T>;
};

function parts({ machine, origin, token, timeoutMs: timeout }: TikTokOptions): Parts {
  const lane = bucketFor(origin);
  const client = createClient(machine, {
    name: 'TikTok',
    origin,
    secret: token,
    // Source: business-api.tiktok.com portal/docs, authentication (documented).
    headers: { 'access-token': token },
    interpret,
    bucket: () => lane,
    ...(timeout !== undefined && { timeoutMs: timeout }),
  });
  const hidden = maskerOf([token]);
  const quiet = <T>(result: Result<T>): Result<T> =>
    result.ok ? result : fail(...result.problems.map((each) => ({ ...each, message: hidden(each.message) })));
  const quietEach = <T>(results: ReadonlyMap<string, Result<T>>): ReadonlyMap<string, Result<T>> =>
    new Map([...results].map(([id, result]) => [id, quiet(result)]));

  const reader: TikTokReader = {
    accounts: async (ids, signal) => quietEach(await readAccounts(client, ids, signal)),
    pixel: async (advertiserId, pixel, signal) => quiet(await readPixel(client, advertiserId, pixel, signal)),
    spend: async (ids, from, to, signal) => quietEach(await readSpend(client, ids, from, to, signal)),
    partnership: async (business, partner, signal) => quiet(await readPartnership(client, business, partner, signal)),
    pixelLinks: async (business, pixel, signal) => quiet(await readPixelLinks(client, business, pixel, signal)),
    budgets: async (business, ids, signal) => quiet(await readBudgets(client, business, ids, signal)),
    sparkCodes: async (advertiserId, signal) => quiet(await readSparkCodes(client, advertiserId, signal)),
    calls: client.calls,
  };
  return { reader, client, hidden, quiet };
}

/**
 * The limits of a developer app at the basic level: 10 requests a second, 600 a minute. All tokens of an app share
 * them, but the app of a token is unknown, so all tokens share one lane. The windows are slightly longer than TikTok's,
 * because requests may arrive closer together than they were sent.
 *
 * Source: business-api.tiktok.com portal/docs, rate limits (second-hand).
 */
function bucketFor(origin: string): RateBucket {
  return {
    key: `tiktok ${origin}`,
    limits: [
      { count: 10, windowMs: 1_100 },
      { count: 600, windowMs: 61_000 },
    ],
  };
}
