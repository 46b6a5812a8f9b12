/**
 * In bytes, before base64. Terminals ignore longer sequences: 100,000 bytes with the envelope. Source: hterm, `osc52.sh`
 * (second-hand).
 */
const MAX_CLIPBOARD_BYTES = 74_994;

/**
 * The sequence that puts a text on the clipboard of the person's terminal, also over SSH; `undefined` if it is too long.
 * Base64 keeps foreign text inert. No terminal answers, so it is unknown whether it did.
 *
 * Source: invisible-island.net, xterm control sequences, OSC 52 (documented).
 */
export function clipboardSequence(text: string): string | undefined {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length > MAX_CLIPBOARD_BYTES ? undefined : `\u001B]52;c;${bytes.toString('base64')}\u0007`;
}
