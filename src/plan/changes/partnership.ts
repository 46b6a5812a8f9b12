import type { HumanStep } from '../../model/index.ts';
import { sameValue } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/** API requests to read back the partners and what they share. */
const CALLS_TO_READ_BACK = 2;

/**
 * In agency mode, the customer's Business Center adds that of Layers as a partner and shares the ad account. Part of
 * `binding` if the token cannot read what is shared. No API shows whether the other side has accepted.
 *
 * Source: TikTok API v1.3 /bc/partner/add/, /bc/partner/get/, /bc/partner/asset/get/ (SDK gateway definitions).
 */
export const partnership: ChangeRule = {
  kind: 'partnership',
  find: (pair) => {
    const fields = shownDifferences(pair, ['partnership']);
    if (fields.length === 0) return [];
    if (wasRequested(pair)) {
      return [
        changeOf(pair, 'partnership', fields, { by: 'human', instructions: acceptance }, 0, ['tiktokBusinessId']),
      ];
    }
    const { partners = false, accounts = 0 } = pair.live.partnership ?? {};
    // If nothing is shared, both directions are read: only one transcription documents their meaning.
    const look = !partners ? 1 : accounts === 0 ? 3 : 2;
    return [
      changeOf(pair, 'partnership', fields, { by: 'api' }, look + 1 + CALLS_TO_READ_BACK, [
        'tiktokBusinessId',
        'adAccountId',
      ]),
    ];
  },
};

/** A waiting request is only in the ledger, not at TikTok. It is not sent again. */
function wasRequested({ live, desiredWire }: Pair): boolean {
  const before = live.ledger.state === 'kept' ? live.ledger.entry.config.partnership : undefined;
  return (
    live.partnership?.partners === false &&
    before !== undefined &&
    sameValue('partnership', before, desiredWire.partnership)
  );
}

const acceptance: HumanStep = {
  screen: 'TikTok Business Center, Partners, Requests',
  tasks: [
    'The partnership is requested, but TikTok does not show it yet. Check that Layers accepts it, then run reconcile plan again.',
    'If it has ended, request it again here.',
  ],
};
