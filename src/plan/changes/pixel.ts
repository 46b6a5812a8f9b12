import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * The pixel and the vault id of its Events API token. No API writes either; reconcile never handles the token itself.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, docs/trust/vault (documented; without an endpoint).
 */
export const pixel = fieldsRule('pixel', ['adAccountId'], (pair, change) => {
  const step = viewAsJson(pair, change);
  const token = change.fields.some(({ path }) => path === 'capi.access_token_vault_id');
  if (!token) return step;
  return {
    ...step,
    tasks: [
      "If the pixel's Events API token is not in the vault yet, generate it in TikTok Events Manager (pixel, Settings, Generate access token) and paste it into the layer's settings. If Layers then shows a different vault id, write it into the document.",
      ...step.tasks,
    ],
  };
});
