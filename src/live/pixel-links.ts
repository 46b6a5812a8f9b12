import { ok, type TikTokReader } from '../model/index.ts';
import { memoize } from './ask-once.ts';
import { eachLayer, written } from './each-layer.ts';
import type { FurtherRead, FirstPass } from './looked.ts';

/**
 * Whether the ad account may use the pixel. It may if the account lists it; otherwise the Business Center is asked, and
 * only one that owns the pixel can deny it.
 */
export async function readPixelLinks(layers: readonly FirstPass[], signal: AbortSignal): Promise<FurtherRead> {
  const ask = memoize((reader: TikTokReader, business = '', pixel = '') => reader.pixelLinks(business, pixel, signal));
  return eachLayer('tiktok', layers, (layer) => {
    const { pixel } = layer.side;
    if (pixel.state === 'usable') {
      return Promise.resolve(ok({ fields: { pixelLink: { provenance: 'api', value: pixel.code } } }));
    }
    const [business, account] = [written(layer, 'tiktokBusinessId'), written(layer, 'adAccountId')];
    if (!business || !account || (pixel.state !== 'absent' && pixel.state !== 'unbound')) return undefined;
    return ask(layer.ports.tiktok, business, pixel.code).then((answer) => {
      if (!answer.ok) return answer;
      if (answer.value.state === 'unreadable') return ok({ fields: {} });
      const value = answer.value.advertisers.includes(account) ? pixel.code : undefined;
      return ok({ fields: { pixelLink: { provenance: 'api', value } } });
    });
  });
}
