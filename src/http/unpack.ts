import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType, type ZlibOptions } from 'node:zlib';

/** The encodings that `unpack` reads, for `Accept-Encoding`. */
export const ENCODINGS = 'gzip, deflate, br';

/** What was packed, or why it cannot be had. `too-large` before more than the limit was in memory. */
export type Unpacked =
  | { readonly outcome: 'whole'; readonly bytes: Uint8Array }
  | { readonly outcome: 'too-large' }
  /** It is damaged, was cut off, or is packed in a way that nobody asked for. */
  | { readonly outcome: 'broken' };

type Unpack = (bytes: InputType, options: ZlibOptions) => Promise<Buffer>;

/** Nobody packs twice for a reason. */
const MOST_LAYERS = 2;

/**
 * The bytes of an answer as they were before they were packed for the wire.
 *
 * Source: RFC 9110, 8.4 (documented): encodings stand in the order in which they were applied.
 *
 * @param encoding the `Content-Encoding` header
 * @param limit in bytes, for what is unpacked
 */
export async function unpack(bytes: Uint8Array, encoding: string | undefined, limit: number): Promise<Unpacked> {
  const layers = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== 'identity');
  if (layers.length > MOST_LAYERS) return { outcome: 'broken' };
  let whole = bytes;
  for (const layer of layers.reverse()) {
    // An answer without a body may name an encoding all the same.
    if (whole.length === 0) break;
    const one = unpackOf(layer, whole);
    if (one === undefined) return { outcome: 'broken' };
    try {
      whole = await one(whole, { maxOutputLength: limit });
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
      // Some servers leave the head of zlib away. It says 8 in its lower half where it is there.
      return promisify<InputType, ZlibOptions, Buffer>(((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw);
    default:
      return undefined;
  }
}
