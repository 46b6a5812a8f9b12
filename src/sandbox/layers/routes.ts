import { adAccounts } from './ad-accounts.ts';
import { adSets } from './ad-sets.ts';
import { ads } from './ads.ts';
import { adsContent } from './ads-content.ts';
import { adsMetrics } from './ads-metrics.ts';
import { apiKeys } from './api-keys.ts';
import { auditLog } from './audit-log.ts';
import { authority } from './authority.ts';
import { campaignWrites } from './campaign-writes.ts';
import { campaigns } from './campaigns.ts';
import { capiStatus } from './capi-status.ts';
import { credits } from './credits.ts';
import { defaults } from './defaults.ts';
import { engagement } from './engagement.ts';
import { events } from './events.ts';
import { jobs } from './jobs.ts';
import { newCampaign } from './new-campaign.ts';
import { newSdkApp } from './new-sdk-app.ts';
import { oauth } from './oauth.ts';
import { optimizer } from './optimizer.ts';
import { pendingActions } from './pending.ts';
import { projects } from './projects.ts';
import type { Route } from './route.ts';
import { sdkApps } from './sdk-apps.ts';
import { verifyTracking } from './verify-tracking.ts';
import { whoami } from './whoami.ts';

/** Layers routes that the sandbox supports. */
export const ROUTES: readonly Route[] = [
  ...whoami,
  ...projects,
  ...jobs,
  ...adAccounts,
  ...oauth,
  ...capiStatus,
  ...campaigns,
  ...newCampaign,
  ...campaignWrites,
  ...authority,
  ...defaults,
  ...adSets,
  ...ads,
  ...pendingActions,
  ...optimizer,
  ...sdkApps,
  ...newSdkApp,
  ...verifyTracking,
  ...adsMetrics,
  ...adsContent,
  ...events,
  ...engagement,
  ...auditLog,
  ...apiKeys,
  ...credits,
];
