import type { Value } from './value.ts';

/**
 * The config's fields by their path in the document, in the order in which a layer is set up.
 * Names and nesting are Layers' own.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Layer config"; `capi.event_map`:
 * docs/sdk/standard-events (documented).
 */
export const CONFIG_PATHS = [
  'mode',
  'tiktokBusinessId',
  'adAccountId',
  'capi.pixel_id',
  'capi.access_token_vault_id',
  'capi.enabled',
  'objectives',
  'monthlyCostCap',
  'capi.event_map',
] as const;

/** Wishes about a layer that are not part of its config document at Layers. No API of Layers shows them. */
export const EXTRA_PATHS = ['capEnforcement', 'spark', 'sharing.identities', 'state'] as const;

/**
 * What follows from a document and stands neither in it nor in the layer's config: at TikTok, in the campaigns, and in
 * the ledger alone (`campaigns.paused`: those that reconcile asked Layers to pause; `campaigns.resumed`: those that it
 * asked to resume again, and that are held).
 */
export const DERIVED_PATHS = [
  'partnership',
  'pixelLink',
  'accountBudget',
  'spark.authorised',
  'campaigns.running',
  'campaigns.paused',
  'campaigns.resumed',
] as const;

export type ConfigPath = (typeof CONFIG_PATHS)[number];
export type WrittenPath = ConfigPath | (typeof EXTRA_PATHS)[number];
export type FieldPath = WrittenPath | (typeof DERIVED_PATHS)[number];

/** What a document can say. */
export const DOCUMENT_PATHS: readonly WrittenPath[] = [...CONFIG_PATHS, ...EXTRA_PATHS];
export const FIELD_PATHS: readonly FieldPath[] = [...DOCUMENT_PATHS, ...DERIVED_PATHS];

/** Fields by path. A path that is absent was not written, or is not there. */
export type Fields = Readonly<Partial<Record<FieldPath, Value>>>;

/** The fields whose lists are sets: order means nothing. */
const SETS: ReadonlySet<FieldPath> = new Set([
  'objectives',
  'sharing.identities',
  'spark.authorised',
  'campaigns.running',
]);

/** The value in the one form in which equal meanings are equal: sets are sorted and without repetition. */
export function canonicalValue(path: FieldPath, value: Value): Value {
  if (!SETS.has(path) || !Array.isArray(value)) return value;
  return [...new Set(value as readonly string[])].sort();
}
