/** A text typed or pasted so far. One character per byte. */
export type PasteInput = {
  readonly text: string;
  /** Between the marks of a bracketed paste. */
  readonly isPasting: boolean;
  /** The start of an escape sequence whose end has not arrived. */
  readonly escape: string;
  readonly state: 'open' | 'complete' | 'too large' | 'ended' | 'interrupted';
  /** To print for the bytes just read. */
  readonly echo: string;
};

export const NO_INPUT: PasteInput = { text: '', isPasting: false, escape: '', state: 'open', echo: '' };

/** Switches bracketed paste on and off. Source: invisible-island.net, xterm control sequences, 2004 (documented). */
export const BRACKETED_PASTE = { on: '\u001B[?2004h', off: '\u001B[?2004l' } as const;

const [PASTE_START, PASTE_END] = ['\u001B[200~', '\u001B[201~'];

/**
 * Reads bytes of a terminal in raw mode. A text ends with the line that completes it; if the terminal marks the paste,
 * with the end of the paste. Other escape sequences, such as arrow keys, are ignored. What follows the end is dropped.
 *
 * @param atMost bytes of the text
 */
export function readKeys(
  before: PasteInput,
  bytes: Uint8Array,
  isComplete: (text: string) => boolean,
  atMost: number,
): PasteInput {
  let { text, isPasting, escape } = before;
  let [echo, state, previous] = ['', before.state, ''];
  for (const byte of bytes) {
    if (state !== 'open') break;
    const key = String.fromCharCode(byte);
    if (escape !== '' || key === '\u001B') {
      escape += key;
      if (escape === PASTE_START) isPasting = true;
      if (escape === PASTE_END) {
        isPasting = false;
        if (text.length > atMost) state = 'too large';
        else if (isComplete(text)) state = 'complete';
      }
      if (endsSequence(escape)) escape = '';
    } else if (key === '\u0003') {
      state = 'interrupted';
    } else if (key === '\u0004') {
      state = text === '' ? 'ended' : 'complete';
    } else if (key === '\r' || (key === '\n' && previous !== '\r')) {
      text += '\n';
      echo += '\r\n';
      if (!isPasting && isComplete(text)) state = 'complete';
    } else if (key === '\u007F' || key === '\b') {
      const shorter = withoutLast(text);
      if (shorter !== text) echo += '\b \b';
      text = shorter;
    } else if (key === '\t' || byte >= 0x20) {
      text += key;
      echo += echoOf(byte, key);
    }
    previous = key;
    // Until the paste ends, its rest would answer the next question.
    if (text.length > atMost && !isPasting) state = 'too large';
    if (text.length > atMost) text = text.slice(0, atMost + 1);
  }
  return { text, isPasting, escape, state, echo };
}

/** A character of several bytes is shown as one mark: it could be a control character. */
function echoOf(byte: number, key: string): string {
  if (byte < 0x80) return key;
  return byte >= 0xc0 ? '·' : '';
}

/** The last character of the last line. */
function withoutLast(text: string): string {
  if (text.endsWith('\n')) return text;
  let end = text.length - 1;
  while (end > 0 && isContinuation(text.charCodeAt(end))) end -= 1;
  return text.slice(0, Math.max(end, 0));
}

/** Of a character of several bytes in UTF-8. */
function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

/** Source: ECMA-48 5.4 (control sequences) and 5.3 (two characters). */
function endsSequence(escape: string): boolean {
  if (escape.length < 2) return false;
  return escape[1] === '[' || escape[1] === 'O' ? /^\u001B[[O][\x20-\x3F]*[\x40-\x7E]$/.test(escape) : true;
}
