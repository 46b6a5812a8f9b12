import { changeAt, fail, isUnclear, ok, type Result } from '../../model/index.ts';
import { ensure } from '../ensure.ts';
import type { ChangeTask, WriteOutcome } from './executor.ts';
import { notReadable } from './problems.ts';

/** Requests the partnership with Layers and shares the ad account. TikTok shows it once the partner has accepted. */
export async function partnership(
  { change, desired, writers: { tiktok, sleep } }: ChangeTask,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  // The plan always has a partner and a role.
  const { partner = '', role = 'OPERATOR' } = changeAt(change.fields, 'partnership')?.after ?? {};
  const { tiktokBusinessId: business = '', adAccountId: advertiserId = '' } = desired.fields;
  const result = await ensure(
    {
      read: async () => {
        const live = await tiktok.partnership(business, partner, signal);
        if (!live.ok) return live;
        if (live.value.state === 'unreadable') return fail(notReadable(change, 'the partnership', live.value.reason));
        return ok({ partners: live.value.partners, shared: live.value.accounts.has(advertiserId) });
      },
      isDone: ({ shared }) => shared,
      write: () => tiktok.shareAccount({ business, partner, advertiserId, role }, signal),
      notVisible: ({ partners }) =>
        ok({
          waitingOn: partners
            ? 'TikTok, to show the share (5 to 15 minutes)'
            : 'the partner, to accept (TikTok notifies within 5 to 15 minutes)',
        }),
      hiddenUntilAccepted: true,
    },
    sleep,
  );
  if (result.ok || !isUnclear(result.problems)) return result;
  const remedy =
    'Wait 15 minutes for TikTok to show the share, then run reconcile apply again; it reads the share first.';
  return fail(...result.problems.map((problem) => ({ ...problem, remedy })));
}
