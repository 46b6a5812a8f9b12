import { z } from 'zod';
import { freeJson } from '../core/json.ts';
import { timing } from '../core/script.ts';
import type { State as CoreState } from '../core/state.ts';
import type { World } from '../layers/world.ts';
import { SHARED_BY_PEOPLE } from '../tiktok/world-assets.ts';

const digits = z.string().regex(/^\d{1,20}$/, 'must be a string of digits');
const project = z.string().describe('The id of the project.');
const layer = z.string().optional().describe('The layer. Absent: the only TikTok layer of the project.');
const campaign = z.string().min(1).describe('The campaign id, of TikTok or of Layers.');
const pending = z.string().optional().describe('The pending action. Absent: all that wait.');

const assetOfPartner = {
  from: digits.describe('The Business Center that owns the asset.'),
  to: digits.describe('The partner.'),
  type: z.enum(SHARED_BY_PEOPLE).describe("TikTok's asset_type."),
  asset: digits.describe('The asset id: of a pixel its number, not its code.'),
};

/** An action of a person that neither API supports, and its time. */
export const actionShape = z
  .discriminatedUnion('does', [
    action('install', 'Installs the TikTok Ads Manager layer.', { project }),
    action('paste', 'Pastes a whole config into "View as JSON" and saves.', {
      project,
      layer,
      json: z.unknown().describe('The config, as text or as a map.'),
    }),
    action('connect-account', 'Completes OAuth for an ad account, or binds the one that a partner shared.', {
      project,
      adAccount: digits.describe("TikTok's id of the ad account."),
    }),
    action('edit', 'Edits the config of a layer in the dashboard.', {
      project,
      layer,
      config: freeJson.describe('A JSON merge patch (RFC 7396).'),
    }),
    action('edit-metadata', 'Edits the metadata of a project, where reconcile keeps its ledger.', {
      project,
      metadata: freeJson.describe('A JSON merge patch (RFC 7396).'),
    }),
    action('accept-partnership', 'Accepts requested partnerships.', {
      from: digits.optional().describe('The Business Center that requested it. Absent: any.'),
      to: digits.optional().describe('The other Business Center. Absent: any.'),
    }),
    action('share-asset', 'Shares a pixel or a TikTok account with a partner, because no API can.', assetOfPartner),
    action('unshare-asset', 'Ends the sharing of a pixel or a TikTok account.', assetOfPartner),
    action('top-up-wallet', 'Adds money to the wallet at Layers that pays for an ad account in agency mode.', {
      project,
      adAccount: digits.describe("TikTok's id of the ad account."),
      amount: z.int().positive().max(1e12).describe('The amount to add, in cents.'),
    }),
    action('consent', "Consents to a developer app on TikTok's page.", {
      app: z.string().min(1).describe('The app.'),
      code: z.string().min(1).describe('The auth code that TikTok appends to the redirect.'),
      advertisers: z.array(digits).min(1).describe('Granted ad accounts.'),
    }),
    action('pause-layer', 'Pauses a layer in its wizard.', { project, layer }),
    action('resume-layer', 'Resumes a layer in its wizard.', { project, layer }),
    action('pause-campaign', 'Pauses a campaign, on both sides.', { campaign }),
    action('resume-campaign', 'Resumes a campaign, on both sides.', { campaign }),
    action('revoke-token', 'Revokes a TikTok token.', { token: z.string().min(8).describe('The access token.') }),
    action('fund-wallet', 'Adds money to an ad account.', {
      advertiser: digits.describe('The ad account.'),
      amount: z.number().positive().max(1e9).describe('The amount to add, in major units.'),
    }),
    action('approve-pending', 'Approves writes that wait for a person.', { project, pending }),
    action('reject-pending', 'Rejects writes that wait for a person.', {
      project,
      pending,
      reason: z.string().min(1).default('Not now.').describe('The reason.'),
    }),
  ])
  .describe('An action of a person that no API supports, and its time.');

export type ScheduledAction = z.output<typeof actionShape>;
export type ActionOf<N extends ScheduledAction['does']> = Extract<ScheduledAction, { readonly does: N }>;

/** The state of a sandbox with these actions. */
export type State = CoreState<World, ScheduledAction>;

function action<N extends string, M extends z.ZodRawShape>(name: N, means: string, members: M) {
  return z.strictObject({ does: z.literal(name).describe(means), ...members, ...timing }).describe(means);
}
