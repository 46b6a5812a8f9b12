/** A document, fragment, settings file or pasted config. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A file that reconcile itself made of thousands of layers, such as a saved plan, and worlds. */
export const MAX_GENERATED_FILE_BYTES = 256 * 1024 * 1024;
