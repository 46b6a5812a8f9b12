import type { Change, HumanStep } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { fieldsRule } from './rule.ts';
import { layerScreen, viewAsJson } from './view-as-json.ts';

/**
 * Whose ad account the layer drives: mode, Business Center and ad account. The API can start an OAuth consent, and a
 * person must finish it; an agency partnership has no endpoint at Layers.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup and docs/api/reference/ads/ad-accounts-oauth-url (documented).
 */
export const binding = fieldsRule('binding', ['mode', 'tiktokBusinessId', 'adAccountId'], [], (pair, change) => {
  const account = change.fields.find(({ path }) => path === 'adAccountId');
  // Nobody shows it, but the account is connected: the wizard has been through, only the stated members are open.
  const connected = pair.live.accounts.some((each) => each.advertiserId === pair.desired.fields.adAccountId);
  if (account === undefined || (account.before.provenance === 'unknown' && connected)) return viewAsJson(pair, change);
  return pair.desired.fields.mode === 'agency' ? agency(pair, change) : byo(pair, change);
});

function byo(pair: Pair, change: Pick<Change, 'fields'>): HumanStep {
  return {
    ...viewAsJson(pair, change),
    screen: layerScreen(pair),
    doing: [
      'Choose "Connect via OAuth" and sign in as the TikTok user who administers the ad account.',
      'Approve the Layers Marketing app.',
      `Pick the ad account ${pair.desired.fields.adAccountId}.`,
      'In the settings tab choose "View as JSON" and see that these members stand there; set those that do not, and save.',
    ],
  };
}

function agency(pair: Pair, change: Pick<Change, 'fields'>): HumanStep {
  const { desired, settings } = pair;
  const layers = settings.layersBusinessId ?? 'shown in the setup wizard';
  return {
    ...viewAsJson(pair, change),
    screen: layerScreen(pair),
    doing: [
      `In the TikTok Business Center ${desired.fields.tiktokBusinessId} open Asset Sharing and send a partnership request to Layers (Business Center ${layers}).`,
      `Share the ad account ${desired.fields.adAccountId} (Standard access)${pixel(pair)} with it. TikTok takes 5 to 15 minutes to notify.`,
      `When Layers has accepted, bind the ad account ${desired.fields.adAccountId} in the setup wizard, see that the wallet is funded, and save.`,
      'In the settings tab choose "View as JSON" and see that these members stand there; set those that do not, and save.',
    ],
  };
}

function pixel({ desired }: Pair): string {
  const code = desired.fields['capi.pixel_id'];
  return typeof code === 'string' ? ` and the pixel ${code} (Manage)` : '';
}
