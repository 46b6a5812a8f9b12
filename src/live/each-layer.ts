import type { Result } from '../model/index.ts';
import type { Failure } from './failures.ts';
import type { SecondPass, FurtherRead, FirstPass } from './looked.ts';
import { mapConcurrently } from './side-by-side.ts';

/** Keeps memory use flat. */
const MOST_AT_ONCE = 8;

/**
 * Reads more data of each layer that needs it. A failed read is never an empty one: the layer is in `failures`.
 *
 * @param api the API that is read
 * @param read returns `undefined` if the layer needs no request
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

/** The text of a field in the document. */
export function written(
  layer: FirstPass,
  path: 'adAccountId' | 'tiktokBusinessId' | 'capi.pixel_id',
): string | undefined {
  const value = layer.desired.fields[path];
  return typeof value === 'string' ? value : undefined;
}

/**
 * Whether a different Business Center owns the ad account. If TikTok does not show the owner, the document is trusted.
 */
export function isAnothers({ side: { account } }: FirstPass, business: string): boolean {
  const owner = account.state === 'seen' ? account.facts.ownerBusinessId : undefined;
  return owner !== undefined && owner !== business;
}
