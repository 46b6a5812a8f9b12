import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * Overrides of the default relay map, which replace the live ones. Events in neither are dropped.
 *
 * Source: developers.layers.com docs/sdk/standard-events, docs/sdk/custom-events (documented; no endpoint shows them).
 */
export const eventMap = fieldsRule('event-map', [], viewAsJson);
