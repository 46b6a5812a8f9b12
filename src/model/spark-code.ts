/**
 * A Spark code in the form in which equal codes are equal: without white space around it and without the leading `#`.
 * TikTok shows codes with `#`, and some tools drop it. Only for comparing: a code is sent as it was written.
 *
 * Source: a code begins with `#` (second-hand); whether TikTok accepts it without is unknown.
 */
export function sparkKey(code: string): string {
  return code.trim().replace(/^#/, '');
}
