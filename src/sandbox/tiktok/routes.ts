import { adReads } from './ad-reads.ts';
import { advertiserUpdate } from './advertiser-update.ts';
import { advertisers, terms, tools } from './advertisers.ts';
import { accountLinks, pixelLinks } from './asset-links.ts';
import { assets } from './assets.ts';
import { accountHistory, balances } from './account-money.ts';
import { businesses } from './businesses.ts';
import { campaignStatus, campaignWrites } from './campaign-writes.ts';
import { events } from './events.ts';
import { identities, identityVideos } from './identities.ts';
import { oauth, openOauth } from './oauth.ts';
import { partners } from './partners.ts';
import { pixelStats } from './pixel-stats.ts';
import { pixels, pixelWrites } from './pixels.ts';
import { report } from './report.ts';
import type { OpenRoute, Route } from './route.ts';
import { spark } from './spark.ts';

/** Routes that need no token. */
export const OPEN_ROUTES: readonly OpenRoute[] = openOauth;

export const ROUTES: readonly Route[] = [
  ...oauth,
  ...businesses,
  ...assets,
  ...partners,
  ...pixelLinks,
  ...accountLinks,
  ...balances,
  ...accountHistory,
  ...advertisers,
  ...advertiserUpdate,
  ...pixels,
  ...pixelWrites,
  ...pixelStats,
  ...events,
  ...adReads,
  ...campaignWrites,
  ...campaignStatus,
  ...spark,
  ...identities,
  ...identityVideos,
  ...terms,
  ...tools,
  ...report,
];
