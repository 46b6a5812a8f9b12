import { unzipSync } from 'fflate';

/** Limit for the archive, and for all its files when unpacked. */
export const MOST_BYTES = 20_000_000;

const MOST_FILES = 1_000;

/**
 * The files of an archive by name, or the reason why it is not unpacked. Sizes are checked before unpacking, and no
 * file gets more memory than its declared size.
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

/** A relative path below the target folder that is not a special key of an object. */
function isPlain(name: string): boolean {
  const parts = name.replace(/\/$/, '').split('/');
  const strange = /[\\:\p{Cc}]/u.test(name) || parts.includes('__proto__');
  return !strange && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
