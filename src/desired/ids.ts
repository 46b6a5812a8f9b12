/**
 * Keys with ids as values. An unquoted id of nineteen digits is a number in YAML and silently loses its last digits.
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
