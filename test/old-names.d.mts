/** The old names in one file, as `file:line old > new`. */
export declare function oldNamesIn(path: string, text: string): readonly string[];

/** The old names in every file of the repository. */
export declare function findOldNames(): readonly string[];
