import { unzipSync } from 'fflate';

/** Bytes, packed as well as unpacked. */
export const MOST_BYTES = 20_000_000;

/** How many files an archive may hold. */
const MOST_FILES = 1_000;

/**
 * The files of an archive by name, or in a few words why it is not unpacked. Sizes are looked at before anything is
 * unpacked, and no file gets more room than it claims.
 */
export function unzipped(archive: Uint8Array): ReadonlyMap<string, Uint8Array> | string {
  const names = new Set<string>();
  let bytes = 0;
  let trouble: string | undefined;
  try {
    const files = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        if (trouble !== undefined) return false;
        bytes += originalSize;
        if (!isPlain(name)) trouble = `it holds a file with the name ${JSON.stringify(name.slice(0, 100))}`;
        else if (names.has(name)) trouble = `it holds ${JSON.stringify(name.slice(0, 100))} twice`;
        else if (bytes > MOST_BYTES) trouble = `it is larger than ${MOST_BYTES / 1_000_000} MB when unpacked`;
        names.add(name);
        if (names.size > MOST_FILES) trouble = `it holds more than ${MOST_FILES} files`;
        return trouble === undefined && !name.endsWith('/');
      },
    });
    return trouble ?? new Map(Object.entries(files));
  } catch (error) {
    return `it is no archive (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** A name below the folder that it is unpacked to, wherever that is; and none that an object takes for its own. */
function isPlain(name: string): boolean {
  const parts = name.replace(/\/$/, '').split('/');
  const strange = /[\\:\p{Cc}]/u.test(name) || parts.includes('__proto__');
  return !strange && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
