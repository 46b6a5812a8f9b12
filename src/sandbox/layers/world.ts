import { z } from 'zod';
import { zone } from '../core/calendar.ts';
import { freeJson } from '../core/json.ts';
import type { State as CoreState } from '../core/state.ts';
import { choice, currency, no, shape, yes } from '../core/world-parts.ts';
import type { World as WorldOfTikTok } from '../tiktok/world.ts';
import {
  adSetShape,
  adShape,
  authorityShape,
  axis,
  campaignShape,
  contentShape,
  modificationShape,
  pendingShape,
} from './ads-world.ts';
import { creditsShape, engagementShape, eventShape, jobShape, oauthUrlShape } from './records-world.ts';
import type { LayersSwitches } from './switches.ts';

/** Source: docs/paid-media/tiktok-setup (documented). */
export const TIKTOK_TEMPLATE = '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d';

const uuid = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    'must be a UUID in lower case, without a prefix',
  );

const keyShape = shape('One API key of Layers.', {
  key: z
    .string()
    .regex(/^lp_(live|test)_[\w-]{3,}$/, 'must look like lp_test_…')
    .describe('The API key. Invented: a sandbox needs no real one.'),
  organization: uuid.describe('The organization that the key belongs to.'),
  name: z.string().default('Sandbox key').describe('Name of the key and its organization.'),
  scopes: z.array(z.string()).default(['*']).describe('The scopes of the key. * is everything but org:admin.'),
  tier: choice(['standard', 'pilot', 'partner'], 'The rate limit tier.'),
  killed: no('Whether the kill switch of the key is active.'),
  killedAt: z.iso.datetime().optional().describe('When the kill switch was activated.'),
  returnUrls: z
    .array(z.string().regex(/^https:\/\/[^/\s]+$/, 'must be an origin such as https://example.com'))
    .default([])
    .describe('Origins that a browser may return to after OAuth.'),
});

const appShape = shape('One SDK app.', {
  appId: z
    .string()
    .regex(/^app_[0-9a-f]{24}$/, 'must be app_ and 24 hex digits')
    .describe('The id of the SDK app.'),
  name: z.string().min(1).max(128).default('SDK app').describe('Its name.'),
  platform: choice(['ios', 'android', 'web', 'react-native', 'flutter', 'expo'], 'The platform of the app.'),
  bundleId: z.string().optional().describe("Apple's bundle id, on ios."),
  androidPackage: z.string().optional().describe('The package name, on android.'),
  webDomain: z.string().optional().describe('The domain, on web.'),
  capi: z
    .partialRecord(
      z.enum(['meta', 'tiktok', 'apple']),
      shape('The toggle of one platform.', {
        enabled: z.boolean().describe('The last value of the toggle for this app.'),
      }),
    )
    .default({})
    .describe('CAPI toggles that were used on this app, by platform.'),
  createdAt: z.iso.datetime().optional().describe('Time of creation.'),
  lastRotatedAt: z.iso.datetime().optional().describe('When its ingest key was last replaced.'),
});

const adAccountShape = shape('One ad account that is connected to the project.', {
  adAccountId: z.string().min(1).describe("Layers' own id of the account: a ULID."),
  externalId: z.string().min(1).describe("The platform's id of the account: TikTok's advertiser id."),
  platform: z.enum(['meta_ads', 'tiktok_ads', 'apple_ads']).default('tiktok_ads').describe('The platform.'),
  name: z.string().default('TikTok account').describe('Its name.'),
  currency,
  timezone: zone.default('UTC').describe('IANA name.'),
  credentialMode: z.enum(['agency', 'byo']).default('byo').describe('Whose credentials are used.'),
  walletBalance: z
    .int()
    .nullable()
    .default(null)
    .describe(
      'Balance of the wallet that pays in agency mode, in cents (inferred). null: not shown, as in all samples.',
    ),
  tokenStatus: z.string().default('valid').describe('valid (documented); expired, revoked or needs_reauth (invented).'),
  connectedAt: z.iso.datetime().default('2026-01-01T00:00:00Z').describe('Time of the connection.'),
});

const layerShape = shape('One layer of the project.', {
  id: z
    .string()
    .regex(/^(lyr|pl)_[\w-]+$/, 'must begin with lyr_')
    .describe('The id of the project layer.'),
  template: z
    .string()
    .default(TIKTOK_TEMPLATE)
    .describe('The id of its template. Absent: the TikTok Ads Manager layer.'),
  config: freeJson.default({}).describe('The config document. Any JSON: unknown fields are kept.'),
  active: yes('false: the layer is paused.'),
  defaults: z
    .strictObject({
      creative: axis.default('auto').describe('Creatives: off is denied, draft is queued, auto is carried out.'),
      tactical: axis.default('draft').describe('Budgets, bids, schedules, targeting.'),
      structural: axis.default('off').describe('Creating, pausing, deleting.'),
    })
    .prefault({})
    .describe('Default authority of partners over the ads of the layer.'),
  defaultsModified: modificationShape.optional(),
  ceiling: authorityShape
    .optional()
    .describe('The highest authority that partners can set for themselves. Absent: no limit.'),
  partnerWrites: z
    .boolean()
    .optional()
    .describe('Whether the customer consented to ad writes by partners. Absent: yes.'),
  partnerPolicy: z.boolean().optional().describe('Whether partners may change authority and defaults. Absent: yes.'),
  killSwitch: no('Whether every ad write of the layer is denied.'),
  accessTokenValid: yes('Whether the vaulted Events API token works.'),
  capiStatus: z.string().default('healthy').describe('healthy, degraded.'),
});

export const projectShape = shape('One project.', {
  id: uuid.describe('The id of the project.'),
  organization: uuid.describe('The organization that it belongs to.'),
  name: z.string().min(1).max(128).default('Project').describe('Its name.'),
  status: z.enum(['active', 'archived']).optional().describe('Absent: active.'),
  timezone: zone.optional().describe('IANA name. Absent: UTC.'),
  ownerEmail: z.string().optional().describe('The contact address.'),
  primaryLanguage: z.string().optional().describe('Absent: en.'),
  createdAt: z.iso.datetime().optional().describe('Time of creation.'),
  updatedAt: z.iso.datetime().optional().describe('Time of the last change.'),
  customerExternalId: z.string().optional().describe("The partner's own id of the customer."),
  metadata: freeJson.default({}).describe("Any JSON, at most 8192 bytes. reconcile's ledger is kept here."),
  apps: z.array(appShape).default([]).describe('SDK apps, newest first.'),
  adAccounts: z.array(adAccountShape).default([]).describe('Connected ad accounts.'),
  layers: z.array(layerShape).default([]).describe('Layers that are installed, oldest first.'),
  campaigns: z.array(campaignShape).default([]).describe('Campaigns, newest first.'),
  adSets: z.array(adSetShape).default([]).describe('Ad sets of all campaigns, newest first.'),
  ads: z.array(adShape).default([]).describe('Ads of all ad sets, newest first.'),
  pendingActions: z.array(pendingShape).default([]).describe('Writes that wait for approval, newest first.'),
  adsContent: z.array(contentShape).default([]).describe('Content that ads can show.'),
  events: z.array(eventShape).default([]).describe('Received SDK events, in order of arrival.'),
  engagement: z.array(engagementShape).default([]).describe('Social Engagement layers.'),
});

export const layersShape = z
  .strictObject({
    keys: z.array(keyShape).default([]).describe('API keys.'),
    projects: z.array(projectShape).default([]).describe('Projects of all organizations, newest first.'),
    jobs: z.array(jobShape).default([]).describe('Jobs of all organizations, oldest first.'),
    oauthUrls: z.array(oauthUrlShape).default([]).describe('Links for connecting ad accounts, oldest first.'),
    credits: z.array(creditsShape).default([]).describe('Credits by organization. Absent: 6000.'),
    minimumBudgetCents: z
      .int()
      .min(0)
      .default(5000)
      .describe('The minimum budget of a campaign or ad set on the platforms, in cents.'),
    mostRunningJobs: z
      .int()
      .min(1)
      .optional()
      .describe('Maximum number of running jobs of one organization. Absent: no limit.'),
  })
  .prefault({})
  .describe('The data of Layers.');

export type LayersWorld = z.output<typeof layersShape>;
export type LayersKey = z.output<typeof keyShape>;
export type Project = z.output<typeof projectShape>;
export type SdkApp = z.output<typeof appShape>;
export type AdAccount = z.output<typeof adAccountShape>;
export type ProjectLayer = z.output<typeof layerShape>;

/** The TikTok Ads Manager layers of a project, oldest first. */
export function tiktokLayers(project: Project): readonly ProjectLayer[] {
  return project.layers.filter((layer) => layer.template === TIKTOK_TEMPLATE);
}

/** Finds a project by id, with or without its prefix, in all organizations. */
export function findProject(world: { readonly layers: LayersWorld }, id: string): Project | undefined {
  const bare = id.replace(/^prj_/, '');
  return world.layers.projects.find((project) => project.id === bare);
}

/** The part of a world that the routes of Layers use. It includes that of TikTok, because Layers manages campaigns there. */
export type World = WorldOfTikTok & { readonly layers: LayersWorld; readonly switches: LayersSwitches };
export type State = CoreState<World>;
