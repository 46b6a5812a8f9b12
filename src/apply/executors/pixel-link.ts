import { changeAt, fail, type Result } from '../../model/index.ts';
import { ensure } from '../ensure.ts';
import type { ChangeTask, WriteOutcome } from './executor.ts';
import { noEffect } from './problems.ts';

/** Links the pixel to the ad account. */
export async function pixelLink(
  { change, desired, writers: { tiktok, sleep } }: ChangeTask,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const pixel = changeAt(change.fields, 'pixelLink')?.after ?? '';
  const { tiktokBusinessId: business = '', adAccountId: advertiserId = '' } = desired.fields;
  return ensure(
    {
      read: () => tiktok.pixel(advertiserId, pixel, signal),
      isDone: ({ state }) => state === 'usable',
      write: () => tiktok.linkPixel({ business, pixel, advertiserId }, signal),
      notVisible: () => fail(noEffect(change, `the link to pixel ${pixel}`)),
    },
    sleep,
  );
}
