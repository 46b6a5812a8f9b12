/** For a document, fragment, settings file or pasted config. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** For generated files, such as a saved plan of thousands of layers, and for worlds. */
export const MAX_GENERATED_FILE_BYTES = 256 * 1024 * 1024;

/** For one API. Uses the rate limits well, and keeps memory use flat. */
export const MAX_CONCURRENT_READS = 8;

/** How long an event of a pixel counts as recent, in days. TikTok's statistics allow as many in one call. */
export const EVENT_DAYS = 30;

/** In UTF-16 units. Source: GitHub's answer "body is too long (maximum is 65536 characters)" (second-hand). */
export const MAX_COMMENT_CHARS = 65_536;

/**
 * With a margin: GitHub drops a step's summary over 1 MiB entirely. Source: docs.github.com, workflow commands, "Step
 * isolation and limits" (documented).
 */
export const MAX_SUMMARY_BYTES = 1_000_000;
