/** Decoded text, or the offset of the first invalid byte in UTF-16 units from 0. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly offset: number; readonly text: string };

/** Decodes UTF-8 without a byte order mark. If the bytes are invalid, `text` has replacement characters. */
export function decode(bytes: Uint8Array): Decoded {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, offset: lengthOfValid(bytes), text: new TextDecoder('utf-8').decode(bytes) };
  }
}

/**
 * UTF-16 units before the first invalid byte. Works line by line, because a line feed is never part of another
 * character.
 */
function lengthOfValid(bytes: Uint8Array): number {
  let length = 0;
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    const line = bytes.subarray(start, end);
    try {
      length += new TextDecoder('utf-8', { fatal: true, ignoreBOM: start > 0 }).decode(line).length;
    } catch {
      const shown = new TextDecoder('utf-8', { ignoreBOM: start > 0 }).decode(line);
      return length + Math.max(0, shown.indexOf('\ufffd'));
    }
    start = end;
  }
  return length;
}
