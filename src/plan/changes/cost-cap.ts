import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * The monthly cost cap. Layers documents neither its unit nor what enforces it. It depends on the ad account, because
 * it is in the currency of that account (inferred).
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented; no page documents an API for it).
 */
export const costCap = fieldsRule('cost-cap', ['adAccountId'], viewAsJson);
