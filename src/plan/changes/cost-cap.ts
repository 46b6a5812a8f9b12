import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * Layers documents neither its unit nor what enforces it. It is in the currency of the ad account (inferred).
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented; no page documents an API for it).
 */
export const costCap = fieldsRule('cost-cap', ['adAccountId'], viewAsJson);
