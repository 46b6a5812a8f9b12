import { fieldsRule } from './rule.ts';
import { viewAsJson } from './view-as-json.ts';

/**
 * Overrides of the relay map: exact when written, on top of the default map. What neither names is dropped.
 *
 * Source: developers.layers.com docs/sdk/standard-events, docs/sdk/custom-events (documented; no endpoint shows them).
 */
export const eventMap = fieldsRule('event-map', ['capi.event_map'], [], viewAsJson);
