import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * The relay of events to TikTok, on or off. It is the one member of the config with a documented write: the toggle of
 * an SDK app, which reaches the layer since 2026-05-08 and did not before, so it is always read back.
 *
 * Source: developers.layers.com docs/api/reference/sdk-apps/patch-sdk-app (documented).
 */
export const capi = fieldsRule(
  'capi',
  ['capi.enabled'],
  ['adAccountId', 'capi.pixel_id', 'capi.access_token_vault_id'],
  viewAsJson,
);
