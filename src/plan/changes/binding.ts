import type { Change, HumanStep } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * Mode, Business Center and ad account. The API can start an OAuth consent, and a person must finish it; Layers has no
 * endpoint for an agency partnership.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup and docs/api/reference/ads/ad-accounts-oauth-url
 * (documented).
 */
export const binding = fieldsRule('binding', [], (pair, change) => {
  const account = change.fields.find(({ path }) => path === 'adAccountId');
  // The account is connected, so the wizard is done; only the stated members are missing.
  const connected = pair.live.accounts.some((each) => each.advertiserId === pair.desired.fields.adAccountId);
  if (account === undefined || (account.before.provenance === 'unknown' && connected)) return viewAsJson(pair, change);
  return pair.desired.fields.mode === 'agency' ? agency(pair, change) : byo(pair, change);
});

function byo(pair: Pair, change: Pick<Change, 'fields'>): HumanStep {
  const paste = viewAsJson(pair, change);
  return {
    ...paste,
    tasks: [
      'Choose "Connect via OAuth" and sign in as the TikTok user who administers the ad account.',
      'Approve the Layers Marketing app.',
      `Pick the ad account ${pair.desired.fields.adAccountId}.`,
      ...paste.tasks,
    ],
  };
}

function agency(pair: Pair, change: Pick<Change, 'fields'>): HumanStep {
  const { desired, settings } = pair;
  const layers = settings.layersBusinessId ?? 'shown in the setup wizard';
  const paste = viewAsJson(pair, change);
  if (pair.live.fields.partnership !== undefined) return { ...paste, tasks: [...afterSharing(pair), ...paste.tasks] };
  return {
    ...paste,
    tasks: [
      `In TikTok Business Center ${desired.fields.tiktokBusinessId}, open Asset Sharing and send a partnership request to Layers (Business Center ${layers}).`,
      `Share the ad account ${desired.fields.adAccountId} (Standard access)${pixel(pair)} with it. TikTok takes 5 to 15 minutes to notify.`,
      `When Layers has accepted, bind the ad account ${desired.fields.adAccountId} in the setup wizard, check that the wallet is funded, and save.`,
      ...paste.tasks,
    ],
  };
}

/**
 * If TikTok shows what is shared, reconcile requests the partnership and shares the ad account itself. A pixel whose
 * share is visible has a step of its own.
 */
function afterSharing({ desired, live }: Pair): readonly string[] {
  const code = desired.fields['capi.pixel_id'];
  return [
    ...(code !== undefined && live.fields.pixelShare?.provenance !== 'api'
      ? [
          `In TikTok Business Center, open Asset Sharing and share the pixel ${code} (Manage) with Layers; no API does it.`,
        ]
      : []),
    `When Layers has accepted the partnership (TikTok takes 5 to 15 minutes to notify), bind the ad account ${desired.fields.adAccountId} in the setup wizard, check that the wallet is funded, and save.`,
  ];
}

function pixel({ desired }: Pair): string {
  const code = desired.fields['capi.pixel_id'];
  return code !== undefined ? ` and the pixel ${code} (Manage)` : '';
}
