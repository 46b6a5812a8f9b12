/** For a document, fragment, settings file or pasted config. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** For a file that reconcile generated from thousands of layers, such as a saved plan, and for worlds. */
export const MAX_GENERATED_FILE_BYTES = 256 * 1024 * 1024;

/** For reads of one API at the same time. Uses the rate limits well, and keeps memory use flat. */
export const MAX_CONCURRENT_READS = 8;
