/** Decoded text, or the offset of the first invalid byte in UTF-16 units from 0. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly offset: number; readonly text: string };

const STRICT = new TextDecoder('utf-8', { fatal: true });

/** Decodes UTF-8 without a byte order mark. Invalid bytes become replacement characters. */
export function decode(bytes: Uint8Array): Decoded {
  try {
    return { ok: true, text: STRICT.decode(bytes) };
  } catch {
    return { ok: false, offset: lengthOfValid(bytes), text: new TextDecoder('utf-8').decode(bytes) };
  }
}

/**
 * UTF-16 units before the first invalid byte. Lines can be decoded one by one: a line feed is never part of another
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

/**
 * C0 and C1 controls except tab and line ends (a terminal would obey them), and bidirectional marks (CVE-2021-42574:
 * they mislead reviewers).
 */
// oxlint-disable-next-line no-control-regex -- finding them is what it is for
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** The offset and name (`U+0000`) of the first refused character. */
export function refusedCharacter(text: string): { readonly offset: number; readonly name: string } | undefined {
  const offset = text.search(REFUSED);
  if (offset === -1) return undefined;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return { offset, name: `U+${code}` };
}

/** Makes refused characters visible. The length stays the same. */
export function withoutRefused(text: string): string {
  return text.replace(new RegExp(REFUSED, 'g'), '\ufffd');
}
