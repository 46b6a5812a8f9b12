/** The old names in one file, as `file:line old > new`. */
export declare function oldNamesIn(path: string, text: string): readonly string[];
