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
  ids64AsNumbers: no('Whether TikTok returns long ids without quotes, although its documentation shows strings.'),
  partnershipsNeedApproval: no(
    'Whether the other side must accept a new partnership before shared ad accounts count. Both were observed; the answer to the request is the same.',
  ),
  sharesVisibleAfter: z
    .union([z.int().min(0), z.literal('never')])
    .default(0)
    .describe('Seconds until a shared ad account is visible on either side, or never. 300 to 900 were observed.'),
  adminAssetsIncludeShared: yes(
    'Whether /bc/asset/admin/get/ lists ad accounts that a partner shares. The values of relation_type suggest yes; an operator observed no.',
  ),
  assetPartnersReadable: yes(
    'Whether /bc/asset/partner/get/ answers an admin about pixels and TikTok accounts. The SDK declares the types; the behaviour is unknown.',
  ),
  pixelLinksReadable: yes(
    'Whether /bc/pixel/link/get/ answers an admin of the Business Center. For some pixels it declines with 40002, although links can be changed.',
  ),
  budgetResultKey: choice(
    ['list', 'advertiser_list'],
    'Name of the rows in answers of /advertiser/update/: list in the documentation, advertiser_list in the SDK.',
  ),
  budgetChangesPerDay: z
    .int()
    .min(0)
    .default(10)
    .describe('How often the budget of an ad account may change in a day: the documentation has both 10 and 20.'),
  campaignStatusTakesSmartPlus: no(
    'Whether /campaign/status/update/ accepts Upgraded Smart+ campaigns, which have an endpoint of their own. Unknown.',
  ),
  eventRefusalStatus: z
    .union([z.literal(200), z.literal(400)])
    .default(200)
    .describe('The HTTP status if /event/track/ declines parameters: both were observed.'),
  eventRefusalsHaveData: yes('Whether refusals of /event/track/ have a member data. Some without it were observed.'),
  sparkTimes: choice(['space', 'iso'], 'Format of Spark times: 2026-01-01 10:00:00, or 2026-01-01T10:00:00Z.'),
  sparkAuthorizeAnswer: choice(
    ['nothing', 'ids'],
    'The answer of /tt_video/authorize/: {} is documented, identity_id and item_id were observed.',
  ),
  sparkRepeats: no(
    'Whether a Spark code may be authorized again for the same ad account. Some repetitions were declined.',
  ),
  businessReportCurrency: choice(
    ['account', 'business', 'usd'],
    'Currency of the spend in a report of a Business Center: of each ad account, of the Business Center, or US dollars. Unknown.',
  ),
  businessReportDays: choice(
    ['account', 'business'],
    'Whose days count in a report of a Business Center: those of each ad account, or of the Business Center. Unknown.',
  ),
  businessReportRows: choice(
    ['spending', 'all', 'owned'],
    'Rows of a report of a Business Center: of accounts with spend, of all accounts, or of accounts with spend that it owns. Own and shared accounts are documented; a row without spend is not.',
  ),
  reportLag: z
    .int()
    .min(0)
    .default(0)
    .describe('Lag of reports in seconds. 1800 is usual, 7200 the documented maximum.'),
};

const shape = z.object({ ...tiktokSwitches, ...coreSwitches });
export type TikTokSwitches = z.output<typeof shape>;
