import { z } from 'zod';
import { choice, coreSwitches, no, yes } from '../core/world-parts.ts';

/**
 * Behaviour that TikTok's documentation leaves open. Defaults follow the documentation, or the stricter guess if it is
 * silent.
 */
export const tiktokSwitches = {
  tiktokAppLevel: choice(
    ['basic', 'advanced', 'premium', 'ultimate'],
    'The level of developer apps of TikTok: 10, 20, 30 or 50 requests a second.',
  ),
  ids64AsNumbers: no('Whether TikTok writes its long ids without quotes, where its documentation shows strings.'),
  partnershipsNeedApproval: no(
    'Whether the other side must accept a new partnership before shared ad accounts count. Both were observed; the answer to the request is the same.',
  ),
  sharesVisibleAfter: z
    .union([z.int().min(0), z.literal('never')])
    .default(0)
    .describe('Seconds until an ad account that was shared shows on either side, or never. 300 to 900 were observed.'),
  adminAssetsIncludeShared: yes(
    'Whether /bc/asset/admin/get/ lists ad accounts that a partner shares. The values of relation_type say yes; an operator saw no.',
  ),
  pixelLinksReadable: yes(
    'Whether /bc/pixel/link/get/ answers an admin of the Business Center. For some pixels it declines with 40002, although links can be changed.',
  ),
  budgetResultKey: choice(
    ['list', 'advertiser_list'],
    'Where /advertiser/update/ puts its rows: the documentation says list, the SDK advertiser_list.',
  ),
  budgetChangesPerDay: z
    .int()
    .min(0)
    .default(10)
    .describe('How often the budget of an ad account may change in a day: 10 and 20 are both printed.'),
  campaignStatusTakesSmartPlus: no(
    'Whether /campaign/status/update/ takes Upgraded Smart+ campaigns, which have an endpoint of their own. Unknown.',
  ),
  eventRefusalStatus: z
    .union([z.literal(200), z.literal(400)])
    .default(200)
    .describe('The HTTP status of what /event/track/ declines for its parameters: both were observed.'),
  eventRefusalsHaveData: yes('Whether what /event/track/ declines has a member data. It was seen without.'),
  sparkTimes: choice(['space', 'iso'], 'How Spark times are written: 2026-01-01 10:00:00, or 2026-01-01T10:00:00Z.'),
  sparkAuthorizeAnswer: choice(
    ['nothing', 'ids'],
    'What /tt_video/authorize/ answers: {} is documented, identity_id and item_id were observed.',
  ),
  sparkRepeats: no('Whether a Spark code may be authorized again for the same ad account. Some were declined.'),
  reportLag: z
    .int()
    .min(0)
    .default(0)
    .describe('How many seconds reports are behind. 1800 is usual, 7200 the most that is documented.'),
};

const shape = z.object({ ...tiktokSwitches, ...coreSwitches });
export type TikTokSwitches = z.output<typeof shape>;
