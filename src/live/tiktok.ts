import {
  type DesiredLayer,
  type LiveAccount,
  type LivePixel,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  type NeededReads,
  ok,
  type PixelCheck,
  type Problem,
  type Result,
  type Spender,
  spenderFor,
  type TikTokReader,
} from '../model/index.ts';
import type { Failure } from './failures.ts';
import { type LiveSpend, readSpend } from './spend.ts';

/** Ad account and pixel of one layer. Without `spend`, the spend is unknown. */
export type TikTokSide = { readonly account: LiveAccount; readonly pixel: LivePixel } & LiveSpend;

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
  readonly needed: Pick<NeededReads, 'pixel' | 'spend'>;
  /** Replaces a pixel that is not needed. */
  readonly pixelCheck: PixelCheck | undefined;
};

/** Reads the needed pixels and month-to-date spend of layers that use one token. One call per pixel. */
export async function readTikTok(
  layers: readonly NeedyLayer[],
  accounts: ReadAccounts,
  reader: TikTokReader,
  today: Date,
  signal: AbortSignal,
): Promise<TikTokRead> {
  const spenders = layers.flatMap(({ desired, needed }) => (needed.spend ? spenderOf(desired, accounts) : []));
  const [spends, pixels] = await Promise.all([
    readSpend(spenders, reader, today, signal),
    readPixels(layers, accounts, reader, signal),
  ]);
  const sides = new Map<string, TikTokSide>();
  const failures: Failure[] = [];
  for (const { desired: layer, needed, pixelCheck } of layers) {
    const account = accountOf(layer, accounts);
    const pixel = pixels.get(layer.name) ?? (needed.pixel ? unasked : ok(recordedPixel(pixelCheck)));
    const spend = needed.spend ? spends.get(layer.fields.adAccountId ?? '') : undefined;
    const broken = [account, pixel].flatMap((part) => (part.ok ? [] : part.problems));
    failures.push(...broken.map((problem) => failureOf(layer, 'layer', problem)));
    if (!account.ok || !pixel.ok) continue;
    if (spend?.ok === false) failures.push(...spend.problems.map((problem) => failureOf(layer, 'spend', problem)));
    const seen = spend?.ok === true ? spend.value : {};
    sides.set(layer.name, { account: account.value, pixel: pixel.value, ...seen });
  }
  return { sides, failures };
}

function spenderOf(desired: DesiredLayer, accounts: ReadAccounts): readonly Spender[] {
  const account = accountOf(desired, accounts);
  if (!account.ok || account.value.state !== 'seen') return [];
  return [spenderFor(account.value.facts, desired.fields.tiktokBusinessId)];
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

function unique(ids: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}
