import {
  type AccountFacts,
  type AccountSeen,
  type DesiredLayer,
  dayIn,
  isoDate,
  type Money,
  moneyFromMajor,
  type PixelSeen,
  type Problem,
  type TikTokReader,
} from '../model/index.ts';
import { sideBySide } from './side-by-side.ts';

/** What TikTok says about one layer's ad account and pixel. */
export type TikTokSide = { readonly account: AccountSeen; readonly pixel: PixelSeen; readonly spend?: Money };

/**
 * Reads the ad accounts, pixels and month-to-date spend of all layers that use one token: accounts a hundred a call,
 * spend five a call among accounts whose month began on the same date, a pixel a call.
 */
export async function readTikTok(
  layers: readonly DesiredLayer[],
  reader: TikTokReader,
  today: Date,
  most: number,
  signal: AbortSignal,
): Promise<{ readonly sides: ReadonlyMap<string, TikTokSide>; readonly problems: readonly Problem[] }> {
  const accounts = await reader.accounts(unique(layers.map(accountOf)), signal);
  if (!accounts.ok) return { sides: new Map(), problems: accounts.problems };
  const [spends, pixels] = await Promise.all([
    readSpend([...accounts.value.values()], reader, today, signal),
    readPixels(layers, accounts.value, reader, most, signal),
  ]);
  const sides = layers.map((layer): [string, TikTokSide] => {
    const id = accountOf(layer);
    const spend = id === undefined ? undefined : spends.byAccount.get(id);
    return [
      layer.name,
      {
        account: (id === undefined ? undefined : accounts.value.get(id)) ?? { state: 'unnamed' },
        pixel: pixels.byLayer.get(layer.name) ?? { state: 'unasked' },
        ...(spend !== undefined && { spend }),
      },
    ];
  });
  return { sides: new Map(sides), problems: [...spends.problems, ...pixels.problems] };
}

async function readPixels(
  layers: readonly DesiredLayer[],
  accounts: ReadonlyMap<string, AccountSeen>,
  reader: TikTokReader,
  most: number,
  signal: AbortSignal,
): Promise<{ readonly byLayer: ReadonlyMap<string, PixelSeen>; readonly problems: readonly Problem[] }> {
  const byLayer = new Map<string, PixelSeen>();
  const problems: Problem[] = [];
  await sideBySide(layers, most, async (layer) => {
    const id = accountOf(layer);
    const pixel = layer.fields['capi.pixel_id'];
    if (id === undefined || typeof pixel !== 'string' || accounts.get(id)?.state !== 'seen') return;
    const seen = await reader.pixel(id, pixel, signal);
    if (seen.ok) byLayer.set(layer.name, seen.value);
    else problems.push(...seen.problems.map((problem) => ({ ...problem, layer: layer.name })));
  });
  return { byLayer, problems };
}

async function readSpend(
  accounts: readonly AccountSeen[],
  reader: TikTokReader,
  today: Date,
  signal: AbortSignal,
): Promise<{ readonly byAccount: ReadonlyMap<string, Money>; readonly problems: readonly Problem[] }> {
  const byAccount = new Map<string, Money>();
  const problems: Problem[] = [];
  const months = new Map<string, { from: string; to: string; accounts: AccountFacts[] }>();
  for (const account of accounts) {
    if (account.state !== 'seen') continue;
    const day = dayIn(account.facts.timezone, today);
    const [from, to] = [isoDate({ ...day, day: 1 }), isoDate(day)];
    const month = months.get(to) ?? { from, to, accounts: [] };
    months.set(to, { ...month, accounts: [...month.accounts, account.facts] });
  }
  for (const { from, to, accounts: facts } of months.values()) {
    const spend = await reader.spend(
      facts.map((each) => each.advertiserId),
      from,
      to,
      signal,
    );
    if (!spend.ok) {
      problems.push(...spend.problems);
      continue;
    }
    for (const { advertiserId, currency } of facts) {
      const text = spend.value.get(advertiserId);
      // An account that the answer leaves out is not one that spent nothing.
      const money = text === undefined ? undefined : moneyFromMajor(text, currency);
      if (money !== undefined) byAccount.set(advertiserId, money);
    }
  }
  return { byAccount, problems };
}

function accountOf(layer: DesiredLayer): string | undefined {
  const id = layer.fields.adAccountId;
  return typeof id === 'string' ? id : undefined;
}

function unique(ids: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}
