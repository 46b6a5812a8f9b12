export declare function withQuickSpreads(path: string, text: string): string;
