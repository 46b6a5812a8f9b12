import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * A set that replaces the live one.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented; no page documents an API for it).
 */
export const objectives = fieldsRule('objectives', [], viewAsJson);
