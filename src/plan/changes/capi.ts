import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * The only config member with a documented write: the toggle of an SDK app. It reaches the layer only since 2026-05-08,
 * so it is always read back.
 *
 * Source: developers.layers.com docs/api/reference/sdk-apps/patch-sdk-app (documented).
 */
export const capi = fieldsRule('capi', ['adAccountId', 'capi.pixel_id', 'capi.access_token_vault_id'], viewAsJson);
