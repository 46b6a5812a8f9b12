import { adAccounts, oauth } from './ad-accounts.ts';
import { ads, adSets } from './ad-sets.ts';
import { adsContent } from './ads-content.ts';
import { adsMetrics } from './ads-metrics.ts';
import { auditLog } from './audit-log.ts';
import { authority, defaults } from './authority.ts';
import { campaigns, campaignWrites, newCampaign } from './campaigns.ts';
import { capiStatus, verifyTracking } from './capi-status.ts';
import { engagement } from './engagement.ts';
import { events } from './events.ts';
import { jobs } from './jobs.ts';
import { optimizer } from './optimizer.ts';
import { apiKeys, credits, whoami } from './organization.ts';
import { pendingActions } from './pending.ts';
import { projects } from './projects.ts';
import type { Route } from './route.ts';
import { newSdkApp, sdkApps } from './sdk-apps.ts';

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
