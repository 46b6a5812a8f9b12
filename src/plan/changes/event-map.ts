import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * Overrides of the default relay map; the written overrides replace the live ones. Events in neither map are dropped.
 *
 * Source: developers.layers.com docs/sdk/standard-events, docs/sdk/custom-events (documented; no endpoint shows them).
 */
export const eventMap = fieldsRule('event-map', [], viewAsJson);
