import { z } from 'zod';
import { advertiserFor } from './access.ts';
import { campaignIn } from './campaign-writes.ts';
import { accepted, declined, PARAMETER_ERROR, type Reply } from './envelope.ts';
import { id } from './params.ts';
import { type Call, type Route, writeRoute } from './route.ts';
import type { Campaign } from './world.ts';

const Body = z.object({
  advertiser_id: id,
  campaign_ids: z.array(id).min(1).max(20),
  operation_status: z.enum(['ENABLE', 'DISABLE', 'DELETE']),
  postback_window_mode: z.enum(['POSTBACK_WINDOW_MODE1', 'POSTBACK_WINDOW_MODE2', 'POSTBACK_WINDOW_MODE3']).optional(),
});
type Asked = z.output<typeof Body>;

/**
 * Source: business-api.tiktok.com POST /campaign/status/update/ (second-hand documentation);
 * smart_plus_campaign_status_update.yml of TikTok's official SDK (documented); scopes 2, 20, 201.
 */
export const campaignStatus: readonly Route[] = [
  writeRoute('/campaign/status/update/', [2, 20, 201], Body, update),
  { ...writeRoute('/smart_plus/campaign/status/update/', [2, 20, 201], Body, updateSmartPlus), dropsNulls: true },
];

/** All or none. Setting the current status is not an error (both inferred). */
function update(body: Asked, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const { campaignStatusTakesSmartPlus } = call.state.world.switches;
  const campaigns: Campaign[] = [];
  for (const wanted of new Set(body.campaign_ids)) {
    const campaign = campaignIn(advertiser, wanted, call);
    if ('refusal' in campaign) return campaign.refusal;
    if (campaign.status === 'DELETE') {
      return declined(PARAMETER_ERROR, `The campaign ${wanted} has been deleted.`);
    }
    if (campaign.automation === 'UPGRADED_SMART_PLUS' && !campaignStatusTakesSmartPlus) {
      return declined(PARAMETER_ERROR, `The campaign ${wanted} is an Upgraded Smart+ campaign.`);
    }
    campaigns.push(campaign);
  }
  for (const campaign of campaigns) set(campaign, body.operation_status, call);
  return accepted({
    campaign_ids: body.campaign_ids,
    status: body.operation_status,
    campaign_list: campaigns.map((campaign) => ({
      campaign_id: campaign.id,
      status: body.operation_status,
      postback_window_mode: body.postback_window_mode ?? null,
    })),
  });
}

/** Each separately: campaigns that cannot be changed are listed, and the call succeeds. */
function updateSmartPlus(body: Asked, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const done: { campaign_id: string; status: string }[] = [];
  const failed: { campaign_id: string; error_message: string }[] = [];
  for (const wanted of new Set(body.campaign_ids)) {
    const campaign = campaignIn(advertiser, wanted, call);
    const why =
      'refusal' in campaign
        ? `The campaign ${wanted} does not exist.`
        : campaign.automation !== 'UPGRADED_SMART_PLUS'
          ? `The campaign ${wanted} is no Upgraded Smart+ campaign.`
          : campaign.status === 'DELETE'
            ? `The campaign ${wanted} has been deleted.`
            : undefined;
    if ('refusal' in campaign || why !== undefined) failed.push({ campaign_id: wanted, error_message: why ?? '' });
    else {
      set(campaign, body.operation_status, call);
      done.push({ campaign_id: wanted, status: body.operation_status });
    }
  }
  return accepted({ campaign_list: done, error_list: failed });
}

/** Ad groups and ads keep their own status (second-hand documentation). */
function set(campaign: Campaign, status: Asked['operation_status'], { state }: Call): void {
  if (campaign.status !== status) campaign.modifiedAt = state.now().toISOString();
  campaign.status = status;
}
