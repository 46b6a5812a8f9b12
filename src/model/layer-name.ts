/** The template of the TikTok Ads Manager layer. Source: developers.layers.com docs/paid-media/tiktok-setup (documented). */
export const TIKTOK_ADS_TEMPLATE = '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d';

/** The name of a layer in its document. It contains no character that separates names in a list. */
export const LAYER_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/**
 * The id of a project. Source: developers.layers.com docs/api/getting-started/first-request and list of id forms (UUID,
 * `prj_<ULID>`, `prj_<UUID>`; documented).
 */
export const PROJECT_ID = /^((prj_)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|prj_[0-9A-HJKMNP-TV-Z]{26})$/;

/** Unique names, separated by white space or commas; `undefined` if there are none, or if no layer can have one. */
export function layerNames(text: string): readonly string[] | undefined {
  const names = [...new Set(text.split(/[ \t\r\n,]+/).filter((name) => name !== ''))];
  return names.length > 0 && names.every((name) => LAYER_NAME.test(name)) ? names : undefined;
}
