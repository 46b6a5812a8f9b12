import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * The monthly cost cap: the most that one month may cost. Layers states neither its unit nor what enforces it. It rests
 * on the ad account, whose currency it is in (inferred).
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented; no page documents an API for it).
 */
export const costCap = fieldsRule('cost-cap', ['monthlyCostCap'], ['adAccountId'], viewAsJson);
