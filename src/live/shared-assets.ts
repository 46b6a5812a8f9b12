import { memoize, ok, type TikTokReader } from '../model/index.ts';
import { eachLayer, hasOtherOwner, type SecondPassRead } from './each-layer.ts';
import type { FirstPass } from './first-pass.ts';

/**
 * Assets that customers' Business Centers share with Layers: one request each. A Business Center that does not own the
 * ad account cannot share it.
 */
export async function readPartnerships(layers: readonly FirstPass[], signal: AbortSignal): Promise<SecondPassRead> {
  const read = memoize((reader: TikTokReader, business = '', partner = '') =>
    reader.partnership(business, partner, signal),
  );
  return eachLayer('tiktok', layers, (layer) => {
    const { partner, tiktok } = layer.ports;
    const { tiktokBusinessId: business, adAccountId: account } = layer.desired.fields;
    if (layer.desired.fields.mode !== 'agency' || !partner || !business || !account) return undefined;
    if (hasOtherOwner(layer, business)) return undefined;
    return read(tiktok, business, partner).then((answer) => {
      if (!answer.ok) return answer;
      if (answer.value.state === 'unreadable') return ok({ fields: {} });
      const { partners, accounts } = answer.value;
      const value = accounts.has(account) ? { partner } : undefined;
      return ok({
        partnership: { partners, accounts: accounts.size },
        fields: { partnership: { provenance: 'api', value } },
      });
    });
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
