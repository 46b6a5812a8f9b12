/** Sources in this room: pages of business-api.tiktok.com portal/docs; `SDK`: tiktok/tiktok-business-api-sdk, yml_files. */
import {
  type ApiRequest,
  type ApiResponse,
  type Client,
  type ClientMachine,
  createClient,
  problemMaskerFor,
  type Sanitize,
  sanitizerFor,
} from '../http/index.ts';
import {
  type AppLevel,
  maskerOf,
  type Result,
  type TikTokReader,
  type TikTokSender,
  type TikTokSetupReader,
  type TikTokWriter,
  type Inspected,
  type LiveAccount,
} from '../model/index.ts';
import { readAccounts } from './accounts.ts';
import { readAssetShare } from './asset-share.ts';
import { readBudgets, setBudget } from './budgets.ts';
import { bucketFor } from './app-limits.ts';
import { readTikTokCampaigns } from './campaigns.ts';
import { interpret } from './interpret.ts';
import { readPartnership, shareAccount } from './partnership.ts';
import { readPixelEvents } from './pixel-events.ts';
import { linkPixel, readPixelLinks } from './pixel-links.ts';
import { readPixel } from './pixels.ts';
import { authoriseSpark, readSparkCodes } from './spark-codes.ts';
import { unusable } from './request.ts';
import { readCampaignSpend, readSpend, type RejectedReports } from './spend.ts';
import { sendTestEvent } from './test-event.ts';

export type TikTokOptions = {
  readonly machine: ClientMachine;
  readonly origin: string;
  /** Sent only in the request header. */
  readonly token: string;
  /** The level of the developer app; `basic` by default. */
  readonly appLevel?: AppLevel;
  /** Number of processes that share the limits of the app; 1 by default. */
  readonly processes?: number;
  /** Per attempt; 30 s by default. */
  readonly timeoutMs?: number;
  /** Called with the endpoint of every request, such as `GET /advertiser/info/`. */
  readonly onCall?: (endpoint: string) => void;
};

/** TikTok has no read-only tokens, so the type has no writes. */
export function createTikTokReader(options: TikTokOptions): TikTokReader & TikTokSetupReader {
  return readerOf(openClient(options));
}

/** Reader and writer share the request count. */
export function createTikTok(options: TikTokOptions): {
  readonly reader: TikTokReader & TikTokSetupReader;
  readonly writer: TikTokWriter;
} {
  const open = openClient(options);
  const reader = readerOf(open);
  return { reader, writer: writerOf(open, reader, sanitizerFor(maskerOf([options.token]))) };
}

/** A sender with an Events API token. */
export function createTikTokSender(options: TikTokOptions): TikTokSender {
  const { client, masked } = openClient(options);
  return {
    sendTestEvent: async (event, signal) => masked(await sendTestEvent(client, event, signal)),
    calls: client.calls,
  };
}

/** Whether TikTok accepts a token, and shows it one ad account. One call: the cheapest read without an app secret. */
export async function inspectToken(
  options: TikTokOptions,
  advertiserId: string,
  signal: AbortSignal,
): Promise<Inspected<LiveAccount>> {
  let date: string | undefined;
  const { client, masked } = openClient(options, ({ header }) => {
    date = header('date');
  });
  const read = (await readAccounts(client, [advertiserId], signal)).get(advertiserId);
  const answer = read === undefined ? unusable(`TikTok did not answer for ad account ${advertiserId}.`) : masked(read);
  return { answer, ...(date !== undefined && { date }) };
}

type Open = {
  readonly client: Client;
  readonly masked: ReturnType<typeof problemMaskerFor>;
};

function openClient(
  { machine, origin, token, appLevel = 'basic', processes, timeoutMs, onCall }: TikTokOptions,
  observe?: (response: ApiResponse) => void,
): Open {
  const bucket = bucketFor(origin, appLevel, processes);
  const client = createClient(machine, {
    name: 'TikTok',
    origin,
    secret: token,
    // Source: authentication (documented).
    headers: { 'access-token': token },
    interpret,
    bucket: () => bucket,
    ...(observe && { observe: (_: unknown, response: ApiResponse) => observe(response) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(onCall && { onCall: ({ method, path }: ApiRequest) => onCall(`${method} ${endpointIn(path)}`) }),
  });
  return { client, masked: problemMaskerFor(token) };
}

/** Without the query and the version. */
function endpointIn(path: string): string {
  return path.replace(/\?.*$/s, '').replace(/^.*\/v1\.3/, '');
}

function readerOf({ client, masked }: Open): TikTokReader & TikTokSetupReader {
  const eachMasked = <T>(results: ReadonlyMap<string, Result<T>>): ReadonlyMap<string, Result<T>> =>
    new Map([...results].map(([id, result]) => [id, masked(result)]));
  const rejectedReports: RejectedReports = new Set();
  return {
    accounts: async (ids, signal) => eachMasked(await readAccounts(client, ids, signal)),
    pixel: async (advertiserId, pixel, signal) => masked(await readPixel(client, advertiserId, pixel, signal)),
    spend: async (accounts, from, to, signal) =>
      eachMasked(await readSpend(client, accounts, from, to, rejectedReports, signal)),
    partnership: async (business, partner, signal) => masked(await readPartnership(client, business, partner, signal)),
    assetShare: async (asset, signal) => masked(await readAssetShare(client, asset, signal)),
    pixelLinks: async (business, pixel, signal) => masked(await readPixelLinks(client, business, pixel, signal)),
    budgets: async (business, ids, signal) => masked(await readBudgets(client, business, ids, signal)),
    sparkCodes: async (advertiserId, signal) => masked(await readSparkCodes(client, advertiserId, signal)),
    pixelEvents: async (advertiserId, pixel, from, to, signal) =>
      masked(await readPixelEvents(client, advertiserId, pixel, from, to, signal)),
    campaigns: async (advertiserId, signal) => masked(await readTikTokCampaigns(client, advertiserId, signal)),
    campaignSpend: async (advertiserId, from, to, signal) =>
      masked(await readCampaignSpend(client, advertiserId, from, to, signal)),
    calls: client.calls,
  };
}

function writerOf({ client, masked }: Open, reader: TikTokReader, sanitize: Sanitize): TikTokWriter {
  return {
    ...reader,
    shareAccount: async (share, signal) => masked(await shareAccount(client, share, signal)),
    linkPixel: async (link, signal) => masked(await linkPixel(client, link, signal)),
    setBudget: async (business, advertiserId, budget, signal) =>
      masked(await setBudget(client, { business, advertiserId, budget }, sanitize, signal)),
    authoriseSpark: async (advertiserId, code, signal) =>
      masked(await authoriseSpark(client, advertiserId, code, signal)),
  };
}
