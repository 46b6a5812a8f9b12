import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type ConnectedAccount, exponentOf } from '../model/index.ts';
import { inProject, optionalText, readPages, type ReadResult, undocumented } from './request.ts';

/**
 * A document cannot name an ad account without an `externalId`. Only the first generation of the docs has
 * `credentialMode`.
 */
const Item = z.object({
  adAccountId: optionalText,
  platform: z.string().nullish(),
  externalId: z.union([z.string().min(1), z.number()]).transform(String),
  name: optionalText,
  currency: optionalText,
  timezone: optionalText,
  credentialMode: z.enum(['agency', 'byo']).nullish().catch(undefined),
  tokenStatus: optionalText,
  walletBalance: z.number().nullish().catch(undefined),
});

const Platform = z.object({ platform: z.unknown().optional() });

/** An account that cannot be parsed may be TikTok's. */
function mayBeOurs(row: unknown): boolean {
  const platform = Platform.safeParse(row).data?.platform;
  return platform == null || isTikTok(platform);
}

/**
 * The TikTok ad accounts connected to a project, one per advertiser id. Fails if the only ones are unreadable: a layer
 * without an account counts as new, and its first cap is not an increase. Fails as well if an unreadable one may be the
 * `wanted` one: it would count as not connected.
 *
 * Source: developers.layers.com docs/api/reference/ads/list-ad-accounts (documented).
 */
export async function readAccounts(
  client: Client,
  project: string,
  signal: AbortSignal,
  wanted?: string,
): Promise<ReadResult<readonly ConnectedAccount[]>> {
  const path = `${inProject(project, 'ads', 'ad-accounts')}?platforms=tiktok_ads`;
  const reading = await readPages(client, path, { item: z.unknown() }, signal);
  if (!reading.ok) return reading;
  const items = reading.value.map((row) => ({ row, item: Item.safeParse(row).data }));
  const ours = items
    .flatMap(({ item }) => item ?? [])
    .filter(({ platform }) => platform == null || isTikTok(platform))
    .map(connected);
  const unreadable = items.findIndex(({ row, item }) => item === undefined && mayBeOurs(row));
  const isWantedMissing = wanted !== undefined && !ours.some(({ advertiserId }) => advertiserId === wanted);
  if ((ours.length === 0 || isWantedMissing) && unreadable !== -1) return undocumented(path, ['items', unreadable]);
  const byId = new Map(ours.toReversed().map((account) => [account.advertiserId, account]));
  return { ...reading, value: ours.filter((account) => byId.get(account.advertiserId) === account) };
}

/** The filter uses `tiktok_ads`; paths and defaults use `tiktok`. */
export function isTikTok(platform: unknown): boolean {
  return platform === 'tiktok_ads' || platform === 'tiktok';
}

function connected(item: z.output<typeof Item>): ConnectedAccount {
  return {
    ...(item.adAccountId != null && { id: item.adAccountId }),
    advertiserId: item.externalId,
    name: item.name ?? '',
    ...(item.currency != null && { currency: item.currency }),
    ...(item.timezone != null && { timezone: item.timezone }),
    ...(item.credentialMode != null && { mode: item.credentialMode }),
    ...(item.tokenStatus != null && { tokenStatus: item.tokenStatus }),
    ...walletOf(item),
  };
}

/**
 * Integer cents in the currency of the ad account: the general rule of the ads contract (documented) for a member that is
 * null in all samples. Its meaning in currencies without cents is unknown, so only a zero counts there.
 */
function walletOf({ walletBalance: cents, currency }: z.output<typeof Item>): Pick<ConnectedAccount, 'wallet'> {
  if (cents == null || currency == null || !Number.isSafeInteger(cents)) return {};
  return cents === 0 || exponentOf(currency) === 2 ? { wallet: { minor: cents, currency } } : {};
}
