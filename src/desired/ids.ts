/**
 * Keys whose values are ids. Written without quotes, an id of nineteen digits is a number to YAML and loses its last
 * digits without a word.
 */
export const ID_KEYS: ReadonlySet<string> = new Set([
  'adAccountId',
  'access_token_vault_id',
  'app',
  'identities',
  'item',
  'layer',
  'pixel_id',
  'post',
  'project',
  'tiktokBusinessId',
]);
