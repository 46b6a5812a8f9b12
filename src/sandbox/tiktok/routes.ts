import { accountHistory } from './account-history.ts';
import { accountLinks } from './account-links.ts';
import { adReads } from './ad-reads.ts';
import { advertiserUpdate } from './advertiser-update.ts';
import { advertisers } from './advertisers.ts';
import { assets } from './assets.ts';
import { balances } from './balances.ts';
import { businesses } from './businesses.ts';
import { campaignStatus } from './campaign-status.ts';
import { campaignWrites } from './campaign-writes.ts';
import { events } from './events.ts';
import { identities } from './identities.ts';
import { identityVideos } from './identity-videos.ts';
import { oauth, openOauth } from './oauth.ts';
import { partners } from './partners.ts';
import { pixelLinks } from './pixel-links.ts';
import { pixelStats } from './pixel-stats.ts';
import { pixelWrites } from './pixel-writes.ts';
import { pixels } from './pixels.ts';
import { report } from './report.ts';
import { spark } from './spark.ts';
import { terms } from './terms.ts';
import { tools } from './tools.ts';
import type { OpenRoute, Route } from './route.ts';

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

export const tiktokRoutes: readonly { readonly method: 'GET' | 'POST'; readonly path: string }[] = [
  ...OPEN_ROUTES,
  ...ROUTES,
].map(({ method, path }) => ({ method, path }));
