import {
  type LiveAssetShare,
  type LiveFields,
  memoize,
  ok,
  type Result,
  type SharedAsset,
  type TikTokReader,
} from '../model/index.ts';
import { eachLayer, hasOtherOwner, type SecondPassRead } from './each-layer.ts';
import type { FirstPass } from './first-pass-layer.ts';

/**
 * Assets that customers' Business Centers share with Layers: ad accounts in one request each, then the pixel and the
 * identities of the documents. A Business Center that does not own the ad account cannot share it.
 */
export async function readPartnerships(layers: readonly FirstPass[], signal: AbortSignal): Promise<SecondPassRead> {
  const read = memoize((reader: TikTokReader, business = '', partner = '') =>
    reader.partnership(business, partner, signal),
  );
  const readShare = {
    PIXEL: memoize((reader: TikTokReader, business = '', partner = '', id = '') =>
      reader.assetShare({ business, partner, type: 'PIXEL', id }, signal),
    ),
    TT_ACCOUNT: memoize((reader: TikTokReader, business = '', partner = '', id = '') =>
      reader.assetShare({ business, partner, type: 'TT_ACCOUNT', id }, signal),
    ),
  };
  return eachLayer('tiktok', layers, (layer) => {
    const { partner, tiktok } = layer.ports;
    const { tiktokBusinessId: business, adAccountId: account } = layer.desired.fields;
    if (layer.desired.fields.mode !== 'agency' || !partner || !business || !account) return undefined;
    if (hasOtherOwner(layer, business)) return undefined;
    return read(tiktok, business, partner).then(async (answer) => {
      if (!answer.ok) return answer;
      if (answer.value.state === 'unreadable') return ok({ fields: {} });
      const { partners, accounts } = answer.value;
      const value = accounts.has(account) ? { partner } : undefined;
      const assets = await readShares(layer, (type, id) => readShare[type](tiktok, business, partner, id));
      if (!assets.ok) return assets;
      return ok({
        partnership: { partners, accounts: accounts.size },
        fields: { partnership: { provenance: 'api', value }, ...assets.value },
      });
    });
  });
}

type ReadShare = (type: SharedAsset['type'], id: string) => Promise<Result<LiveAssetShare>>;

/** A value that cannot be read is missing. Identities are known only together. */
async function readShares(layer: FirstPass, readShare: ReadShare): Promise<Result<LiveFields>> {
  const { pixel } = layer.side;
  const { 'sharing.identities': identities = [] } = layer.desired.fields;
  const shares = await Promise.all(identities.map((id) => readShare('TT_ACCOUNT', id)));
  const number = pixel.state === 'usable' || pixel.state === 'recorded' ? pixel.id : undefined;
  const pixelShare = number === undefined ? undefined : await readShare('PIXEL', number);
  const broken = [...shares, pixelShare].find((share) => share?.ok === false);
  if (broken?.ok === false) return broken;
  const seen = shares.flatMap((share) => (share.ok && share.value.state === 'seen' ? [share.value.shared] : []));
  return ok({
    ...((pixel.state === 'usable' || pixel.state === 'recorded') &&
      pixelShare?.ok === true &&
      pixelShare.value.state === 'seen' && {
        pixelShare: { provenance: 'api', value: pixelShare.value.shared ? pixel.code : undefined },
      }),
    ...(identities.length > 0 &&
      seen.length === identities.length && {
        'sharing.identities': { provenance: 'api', value: identities.filter((_, index) => seen[index]) },
      }),
  });
}

/**
 * Whether the ad account may use the pixel: the account lists it, or the Business Center links it. Only one that owns
 * the pixel can deny it.
 */
export async function readPixelLinks(layers: readonly FirstPass[], signal: AbortSignal): Promise<SecondPassRead> {
  const read = memoize((reader: TikTokReader, business = '', pixel = '') => reader.pixelLinks(business, pixel, signal));
  return eachLayer('tiktok', layers, (layer) => {
    const { pixel } = layer.side;
    if (pixel.state === 'usable') {
      return Promise.resolve(ok({ fields: { pixelLink: { provenance: 'api', value: pixel.code } } }));
    }
    if (pixel.state === 'recorded') {
      return Promise.resolve(ok({ fields: { pixelLink: { provenance: 'recorded', value: pixel.code } } }));
    }
    const { tiktokBusinessId: business, adAccountId: account } = layer.desired.fields;
    if (!business || !account || (pixel.state !== 'absent' && pixel.state !== 'unbound')) return undefined;
    return read(layer.ports.tiktok, business, pixel.code).then((answer) => {
      if (!answer.ok) return answer;
      if (answer.value.state === 'unreadable') return ok({ fields: {} });
      const value = answer.value.advertisers.includes(account) ? pixel.code : undefined;
      return ok({ fields: { pixelLink: { provenance: 'api', value } } });
    });
  });
}
