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

/** Fields of a document that are not in the layer config. No API of Layers shows them. */
export const EXTRA_PATHS = ['capEnforcement', 'spark', 'sharing.identities', 'state'] as const;

/**
 * Fields derived from a document, in neither it nor the layer config. They are live at TikTok, in the campaigns, or
 * only in the ledger (`campaigns.paused`: campaigns that reconcile asked Layers to pause; `campaigns.resumed`: those
 * that it asked to resume and that are queued).
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

/** All fields that a document can contain. */
export const DOCUMENT_PATHS: readonly WrittenPath[] = [...CONFIG_PATHS, ...EXTRA_PATHS];
export const FIELD_PATHS: readonly FieldPath[] = [...DOCUMENT_PATHS, ...DERIVED_PATHS];

/** Fields by path. A missing path is not in the document, or does not exist. */
export type Fields = Readonly<Partial<Record<FieldPath, Value>>>;

/** Fields whose lists are sets: the order has no meaning. */
const SETS: ReadonlySet<FieldPath> = new Set([
  'objectives',
  'sharing.identities',
  'spark.authorised',
  'campaigns.running',
]);

/** Canonical form of a value: equal meanings are equal. Sets are sorted and unique. */
export function canonicalValue(path: FieldPath, value: Value): Value {
  if (!SETS.has(path) || !Array.isArray(value)) return value;
  return [...new Set(value as readonly string[])].sort();
}
