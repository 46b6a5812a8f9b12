import type { Result } from '../model/index.ts';
import type { Failure } from './failures.ts';
import type { SecondPass, FurtherRead, FirstPass } from './looked.ts';
import { mapConcurrently } from './side-by-side.ts';

/** Few enough to keep memory flat. */
const MOST_AT_ONCE = 8;

/**
 * Reads something further of each layer that needs it. A failed read is never an empty one: the layer is among the
 * failures.
 *
 * @param api which API is asked
 * @param read answers `undefined` where there is nothing to ask
 */
export async function eachLayer(
  api: Failure['api'],
  layers: readonly FirstPass[],
  read: (layer: FirstPass) => Promise<Result<SecondPass>> | undefined,
): Promise<FurtherRead> {
  const found = new Map<string, SecondPass>();
  const failures: Failure[] = [];
  await mapConcurrently(layers, MOST_AT_ONCE, async (layer) => {
    const answer = await read(layer);
    if (answer === undefined) return;
    if (answer.ok) found.set(layer.desired.name, answer.value);
    else failures.push(...answer.problems.map((problem) => failureOf(layer, api, problem)));
  });
  return { byLayer: found, failures };
}

function failureOf({ desired }: FirstPass, api: Failure['api'], problem: Failure['problem']): Failure {
  return { layer: desired, api, missing: 'layer', problem };
}

/** The text that a document writes in a field. */
export function written(
  layer: FirstPass,
  path: 'adAccountId' | 'tiktokBusinessId' | 'capi.pixel_id',
): string | undefined {
  const value = layer.desired.fields[path];
  return typeof value === 'string' ? value : undefined;
}

/** Whether TikTok says that another Business Center owns the ad account. Where it does not say, the document is believed. */
export function isAnothers({ side: { account } }: FirstPass, business: string): boolean {
  const owner = account.state === 'seen' ? account.facts.ownerBusinessId : undefined;
  return owner !== undefined && owner !== business;
}
