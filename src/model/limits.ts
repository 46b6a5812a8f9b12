/** For a document, fragment, settings file or pasted config. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** For a file that reconcile generated from thousands of layers, such as a saved plan, and for worlds. */
export const MAX_GENERATED_FILE_BYTES = 256 * 1024 * 1024;

/** For reads of one API at the same time. Uses the rate limits well, and keeps memory use flat. */
export const MAX_CONCURRENT_READS = 8;

/**
 * In UTF-16 units, for a comment or an issue at GitHub. Source: "body is too long (maximum is 65536 characters)", GitHub's
 * answer to longer ones (second-hand).
 */
export const MAX_COMMENT_CHARS = 65_536;

/**
 * For the summary of one step, with a margin: GitHub drops a summary over 1 MiB entirely. Source: docs.github.com,
 * workflow commands, "Step isolation and limits" (documented).
 */
export const MAX_SUMMARY_BYTES = 1_000_000;
