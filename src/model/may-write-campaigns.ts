import type { DesiredLayer } from './layer.ts';
import { type LedgerView, pausedCampaigns, recordedFields } from './ledger.ts';

/** Whether campaigns of a layer may need a write, or one is queued. */
export function mayWriteCampaigns({ fields: { state } }: Pick<DesiredLayer, 'fields'>, view: LedgerView): boolean {
  if (state === 'paused') return true;
  const resumed = recordedFields(view)['campaigns.resumed'] ?? [];
  return state === 'active' && pausedCampaigns(view).length + resumed.length > 0;
}
