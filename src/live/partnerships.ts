import { ok, type TikTokReader } from '../model/index.ts';
import { memoize } from './ask-once.ts';
import { eachLayer, isAnothers, written } from './each-layer.ts';
import type { FurtherRead, FirstPass } from './looked.ts';

/**
 * Assets that the customers' Business Centers share with Layers: one request each. A Business Center that does not own
 * the ad account cannot share it.
 */
export async function readPartnerships(layers: readonly FirstPass[], signal: AbortSignal): Promise<FurtherRead> {
  const ask = memoize((reader: TikTokReader, business = '', partner = '') =>
    reader.partnership(business, partner, signal),
  );
  return eachLayer('tiktok', layers, (layer) => {
    const { partner, tiktok } = layer.ports;
    const [business, account] = [written(layer, 'tiktokBusinessId'), written(layer, 'adAccountId')];
    if (layer.desired.fields.mode !== 'agency' || !partner || !business || !account) return undefined;
    if (isAnothers(layer, business)) return undefined;
    return ask(tiktok, business, partner).then((answer) => {
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
