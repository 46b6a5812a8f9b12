import { type LiveLayer, mapConcurrently, MAX_CONCURRENT_READS, type Result } from '../model/index.ts';
import type { Failure } from './failures.ts';
import type { FirstPass } from './first-pass-layer.ts';

/** Values from the second pass; absent if not requested or not readable. */
export type SecondPass = Pick<LiveLayer, 'fields' | 'partnership' | 'sparkPosts' | 'campaigns'>;

/** Results by layer name. A layer that could not be read is in `failures`. */
export type SecondPassRead = {
  readonly byLayer: ReadonlyMap<string, SecondPass>;
  readonly failures: readonly Failure[];
};

/**
 * Reads more data of each layer that needs it. A failed read is in `failures`, never an empty result.
 *
 * @param read returns `undefined` if the layer needs no request
 */
export async function eachLayer(
  api: Failure['api'],
  layers: readonly FirstPass[],
  read: (layer: FirstPass) => Promise<Result<SecondPass>> | undefined,
): Promise<SecondPassRead> {
  const byLayer = new Map<string, SecondPass>();
  const failures: Failure[] = [];
  await mapConcurrently(layers, MAX_CONCURRENT_READS, async (layer) => {
    const result = await read(layer);
    if (result === undefined) return;
    if (result.ok) byLayer.set(layer.desired.name, result.value);
    else for (const problem of result.problems) failures.push({ layer: layer.desired, api, missing: 'layer', problem });
  });
  return { byLayer, failures };
}

/** Whether a different Business Center owns the ad account. If the owner is unknown, the document is trusted. */
export function hasOtherOwner({ side: { account } }: FirstPass, business: string): boolean {
  const owner = account.state === 'seen' ? account.facts.ownerBusinessId : undefined;
  return owner !== undefined && owner !== business;
}
