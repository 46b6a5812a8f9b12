/**
 * A Spark code for comparison: without surrounding white space and the leading `#`. TikTok shows codes with `#`, and
 * some tools drop it. A code is sent as it was written.
 *
 * Source: a code begins with `#` (second-hand); whether TikTok accepts it without is unknown.
 */
export function sparkKey(code: string): string {
  return code.trim().replace(/^#/, '');
}
