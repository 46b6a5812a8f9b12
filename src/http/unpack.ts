import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType, type ZlibOptions } from 'node:zlib';

/** For `Accept-Encoding`. */
export const ENCODINGS = 'gzip, deflate, br';

/** `too-large` is returned before more than the limit is in memory. */
export type Unpacked =
  | { readonly outcome: 'whole'; readonly bytes: Uint8Array }
  | { readonly outcome: 'too-large' }
  /** Damaged, cut off, or in an encoding that was not requested. */
  | { readonly outcome: 'broken' };

type Unpack = (bytes: InputType, options: ZlibOptions) => Promise<Buffer>;

/** More than one encoding has no practical use. */
const MAX_ENCODINGS = 2;

/**
 * Encodings are listed in order of application.
 *
 * Source: RFC 9110, 8.4 (documented).
 *
 * @param encoding the `Content-Encoding` header
 * @param limit in decoded bytes
 */
export async function unpack(bytes: Uint8Array, encoding: string, limit: number): Promise<Unpacked> {
  const encodings = encoding
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== 'identity');
  if (encodings.length > MAX_ENCODINGS) return { outcome: 'broken' };
  let whole = bytes;
  for (const name of encodings.reverse()) {
    if (whole.length === 0) break;
    const unpackOne = unpackOf(name, whole);
    if (unpackOne === undefined) return { outcome: 'broken' };
    try {
      whole = await unpackOne(whole, { maxOutputLength: limit });
    } catch (error) {
      const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return { outcome: isLarge ? 'too-large' : 'broken' };
    }
  }
  return { outcome: 'whole', bytes: whole };
}

function unpackOf(encoding: string, bytes: Uint8Array): Unpack | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return promisify<InputType, ZlibOptions, Buffer>(gunzip);
    case 'br':
      return promisify<InputType, ZlibOptions, Buffer>(brotliDecompress);
    case 'deflate':
      // Some servers omit the zlib header, whose lower four bits are 8.
      return promisify<InputType, ZlibOptions, Buffer>(((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw);
    default:
      return undefined;
  }
}
