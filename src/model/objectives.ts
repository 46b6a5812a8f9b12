/**
 * TikTok's `objective_type` by objective of the layer config. The deprecated form is still on old campaigns.
 *
 * Source: no page documents the mapping (inferred); `app_installs` and `video_view`: developers.layers.com
 * docs/paid-media/tiktok-setup, the others: docs/api/reference/ads/create-campaign (documented words).
 */
const OBJECTIVE_TYPES: Readonly<Record<string, readonly string[]>> = {
  app_installs: ['APP_PROMOTION', 'APP_INSTALL'],
  video_view: ['VIDEO_VIEWS'],
  conversions: ['WEB_CONVERSIONS'],
  traffic: ['TRAFFIC'],
  engagement: ['ENGAGEMENT'],
  lead_generation: ['LEAD_GENERATION'],
  reach: ['REACH'],
};

/** Empty for an unknown word. */
export function objectiveTypes(objective: string): readonly string[] {
  return Object.hasOwn(OBJECTIVE_TYPES, objective) ? (OBJECTIVE_TYPES[objective] ?? []) : [];
}

/** The objective of the layer config; `undefined` if none is known to mean this type. */
export function objectiveOfType(type: string): string | undefined {
  return Object.keys(OBJECTIVE_TYPES).find((objective) => objectiveTypes(objective).includes(type));
}

/** Whether its ads are optimised for an event of a website. Lead generation also works with a form at TikTok. */
export function needsWebEvent(objective: string): boolean {
  return objective === 'conversions';
}

/**
 * Whether a campaign of this type belongs to the objectives of a document. `unknown`: no objective is known to mean the
 * type, or the document has an objective whose type is unknown.
 */
export function objectiveFit(
  type: string | undefined,
  objectives: readonly string[],
): 'inside' | 'outside' | 'unknown' {
  const types = objectives.map(objectiveTypes);
  if (type !== undefined && types.some((one) => one.includes(type))) return 'inside';
  const isKnown = type !== undefined && objectiveOfType(type) !== undefined;
  return isKnown && types.every((one) => one.length > 0) ? 'outside' : 'unknown';
}
