import {
  type DesiredLayer,
  fail,
  type LiveAccount,
  type LiveLayer,
  type LivePixel,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  type NeededReads,
  ok,
  type PixelCheck,
  type PixelEvents,
  type Problem,
  type Result,
  type SpendingAccount,
  spendingAccount,
  type TikTokReader,
} from '../model/index.ts';
import type { Failure } from './failures.ts';
import { readPixelEvents } from './pixel-events.ts';
import { type LiveSpend, readSpend } from './spend.ts';

/** Ad account and pixel of one layer. Without `spend`, the spend is unknown. */
export type TikTokSide = { readonly account: LiveAccount; readonly pixel: LivePixel } & LiveSpend &
  Pick<LiveLayer, 'pixelEvents'>;

export type ReadAccounts = ReadonlyMap<string, Result<LiveAccount>>;

/** Ad accounts of layers that use one token: 100 per call. */
export function readAccounts(
  layers: readonly DesiredLayer[],
  reader: TikTokReader,
  signal: AbortSignal,
): Promise<ReadAccounts> {
  return reader.accounts(unique(layers.map(({ fields }) => fields.adAccountId)), signal);
}

/** Without an ad account in the document, there is none to read. */
export function accountOf({ fields }: DesiredLayer, accounts: ReadAccounts): Result<LiveAccount> {
  return accounts.get(fields.adAccountId ?? '') ?? unnamed;
}

type TikTokRead = {
  /** By layer name. The other layers are in `failures`. */
  readonly sides: ReadonlyMap<string, TikTokSide>;
  readonly failures: readonly Failure[];
};

/** A layer with the reads that it needs. */
export type NeedyLayer = {
  readonly desired: DesiredLayer;
  readonly needed: Pick<NeededReads, 'pixel' | 'spend' | 'exactSpend' | 'events'>;
  /** Replaces a pixel that is not needed. */
  readonly pixelCheck: PixelCheck | undefined;
};

/** Reads the needed pixels, their events and month-to-date spend of layers that use one token. Per pixel one call each. */
export async function readTikTok(
  layers: readonly NeedyLayer[],
  accounts: ReadAccounts,
  reader: TikTokReader,
  today: Date,
  signal: AbortSignal,
): Promise<TikTokRead> {
  const spendingAccounts = layers.flatMap(({ desired, needed }) =>
    needed.spend ? spendingAccountOf(desired, needed, accounts) : [],
  );
  const [spends, pixels] = await Promise.all([
    readSpend(spendingAccounts, reader, today, signal),
    readPixels(layers, accounts, reader, signal),
  ]);
  const pixelOf = ({ desired, needed, pixelCheck }: NeedyLayer) =>
    pixels.get(desired.name) ?? (needed.pixel ? unasked : ok(recordedPixel(pixelCheck)));
  const events = await readEvents(layers, accounts, pixelOf, reader, today, signal);
  const sides = new Map<string, TikTokSide>();
  const failures: Failure[] = [];
  for (const needy of layers) {
    const { desired: layer, needed } = needy;
    const account = accountOf(layer, accounts);
    const pixel = pixelOf(needy);
    const spend = needed.spend ? spends.get(layer.fields.adAccountId ?? '') : undefined;
    const broken = [account, pixel].flatMap((part) => (part.ok ? [] : part.problems));
    failures.push(...broken.map((problem) => failureOf(layer, 'layer', problem)));
    if (!account.ok || !pixel.ok) continue;
    if (spend?.ok === false) failures.push(...spend.problems.map((problem) => failureOf(layer, 'spend', problem)));
    const seen = spend?.ok === true ? spend.value : {};
    const counted = events.get(layer.name);
    sides.set(layer.name, {
      account: account.value,
      pixel: pixel.value,
      ...seen,
      ...(counted !== undefined && { pixelEvents: counted }),
    });
  }
  return { sides, failures };
}

function spendingAccountOf(
  desired: DesiredLayer,
  { exactSpend }: NeedyLayer['needed'],
  accounts: ReadAccounts,
): readonly SpendingAccount[] {
  const account = accountOf(desired, accounts);
  if (!account.ok || account.value.state !== 'seen') return [];
  const { business, ...facts } = spendingAccount(account.value.facts, desired.fields.tiktokBusinessId);
  return [{ ...facts, ...(business !== undefined && !exactSpend && { business }) }];
}

function recordedPixel(check: PixelCheck | undefined): LivePixel {
  if (check === undefined) return { state: 'unasked' };
  const { pixel: code, number: id, time: checkedAt } = check;
  return { state: 'recorded', code, ...(id !== undefined && { id }), checkedAt };
}

const unnamed: Result<LiveAccount> = ok({ state: 'unnamed' });
const unasked: Result<LivePixel> = ok({ state: 'unasked' });

function failureOf(layer: DesiredLayer, missing: Failure['missing'], problem: Problem): Failure {
  return { layer, api: 'tiktok', missing, problem };
}

async function readPixels(
  layers: readonly NeedyLayer[],
  accounts: ReadAccounts,
  reader: TikTokReader,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Result<LivePixel>>> {
  const byLayer = new Map<string, Result<LivePixel>>();
  await mapConcurrently(layers, MAX_CONCURRENT_READS, async ({ desired, needed }) => {
    const { adAccountId: id = '', 'capi.pixel_id': pixel } = desired.fields;
    const account = accountOf(desired, accounts);
    if (!needed.pixel || pixel === undefined || !account.ok || account.value.state !== 'seen') return;
    byLayer.set(desired.name, await reader.pixel(id, pixel, signal));
  });
  return byLayer;
}

/** Of pixels that their ad accounts have. Their number may be missing in an answer. */
async function readEvents(
  layers: readonly NeedyLayer[],
  accounts: ReadAccounts,
  pixelOf: (layer: NeedyLayer) => Result<LivePixel>,
  reader: TikTokReader,
  today: Date,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Result<PixelEvents>>> {
  const byLayer = new Map<string, Result<PixelEvents>>();
  await mapConcurrently(layers, MAX_CONCURRENT_READS, async (layer) => {
    const { desired, needed } = layer;
    const [account, pixel] = [accountOf(desired, accounts), pixelOf(layer)];
    if (!needed.events || !account.ok || account.value.state !== 'seen' || !pixel.ok) return;
    if (pixel.value.state !== 'usable' && pixel.value.state !== 'recorded') return;
    const { advertiserId } = account.value.facts;
    const { id } = pixel.value;
    const events = id === undefined ? withoutNumber : await readPixelEvents(reader, advertiserId, id, today, signal);
    byLayer.set(desired.name, events);
  });
  return byLayer;
}

const withoutNumber = fail({ code: 'api/unreadable', message: 'TikTok did not show the number of the pixel.' });

function unique(ids: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}
