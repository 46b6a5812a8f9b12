/** Credentials of every world of many layers. */
export const KEY: string;
export const TOKEN: string;

/** JSON text of a world with `count` layers under one key and one token. */
export function worldOfMany(
  count: number,
  options?: {
    readonly tier?: 'standard' | 'pilot' | 'partner';
    readonly switches?: Readonly<Record<string, unknown>>;
    readonly now?: string;
  },
): string;

/** Layer documents by path. They match the world, except those for which `isChanged` returns true. */
export function documentsOfMany(count: number, isChanged?: (n: number) => boolean): Readonly<Record<string, string>>;
