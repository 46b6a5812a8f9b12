/** Two columns wide: Hangul, CJK, kana, full width forms, and pictures. */
const WIDE =
  /[\u1100-\u115F\u231A\u231B\u23E9-\u23EC\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Combining marks: no column of their own. */
const MARK = /\p{M}/u;

/**
 * Columns of a text on a terminal. Must not contain control characters.
 *
 * Source: Unicode Standard Annex 11, East Asian Width, as ranges; terminals differ in the rare cases.
 */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += MARK.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
}
