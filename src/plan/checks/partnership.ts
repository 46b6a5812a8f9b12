import type { Check } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { checkAt, type CheckRule } from './check.ts';

/** Shares with Layers that are not complete, or that this token cannot read. */
export const partnership: CheckRule = (pair) => pending(pair).concat(unreadable(pair));

/** An ad account can be shared at TikTok but not yet bound at Layers, and no API shows whether Layers has accepted. */
function pending(pair: Pair): readonly Check[] {
  const { live, desired } = pair;
  const seen = live.fields.partnership;
  const shared = seen?.provenance === 'api' && seen.value !== undefined;
  if (!shared || live.accounts.some(({ advertiserId }) => advertiserId === desired.fields.adAccountId)) return [];
  return [
    checkAt(pair, 'adAccountId', {
      code: 'tiktok/partnership-pending',
      severity: 'warning',
      message: `TikTok shows ad account ${desired.fields.adAccountId} as shared with Layers, but Layers does not list it yet.`,
      remedy:
        'TikTok takes 5 to 15 minutes to notify Layers. Then check in the setup wizard whether Layers has accepted.',
    }),
  ];
}

function unreadable(pair: Pair): readonly Check[] {
  // Only in agency mode, with both Business Centers.
  if (pair.desiredWire.partnership === undefined) return [];
  const {
    tiktokBusinessId: business,
    'capi.pixel_id': pixel,
    'sharing.identities': identities = [],
  } = pair.desired.fields;
  const isUnread = (path: 'partnership' | 'pixelShare' | 'sharing.identities') =>
    liveAt(pair, path).provenance !== 'api';
  const unread = [
    ...(isUnread('partnership') ? ['the ad account'] : []),
    ...(pixel !== undefined && isUnread('pixelShare') ? [`the pixel ${pixel}`] : []),
    ...(identities.length > 0 && isUnread('sharing.identities') ? [`the identities ${identities.join(', ')}`] : []),
  ];
  if (unread.length === 0) return [];
  return [
    checkAt(pair, 'tiktokBusinessId', {
      code: 'tiktok/shares-unreadable',
      severity: 'note',
      message: `This TikTok token cannot read whether Business Center ${business} shares ${unread.join(' and ')} with Layers; a person’s word counts.`,
      remedy: 'To have it read, use a token of an administrator of the Business Center that owns them.',
    }),
  ];
}
