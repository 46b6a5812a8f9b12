/** A line instead of a pasted text. */
export type PasteAnswer = 'skip' | 'stop';

/**
 * Whether a growing text has ended: with its JSON value, with an empty line, or with a line that is an answer. Each call
 * reads only what is new, so the time grows with the text.
 */
export function pasteCompletion(): (text: string) => boolean {
  let [at, depth, isString, isEscaped] = [0, 0, false, false];
  return (text) => {
    // A person deleted a part.
    if (text.length < at) [at, depth, isString, isEscaped] = [0, 0, false, false];
    for (; at < text.length; at += 1) {
      const character = text[at];
      if (isEscaped) isEscaped = false;
      else if (isString && character === '\\') isEscaped = true;
      else if (character === '"') isString = !isString;
      else if (!isString && (character === '{' || character === '[')) depth += 1;
      else if (!isString && (character === '}' || character === ']')) depth -= 1;
    }
    if (/^\s*[{[]/.test(text) && depth <= 0 && !isString) return true;
    if (!text.endsWith('\n')) return false;
    const lastLine = text.slice(text.lastIndexOf('\n', text.length - 2) + 1);
    return lastLine.trim() === '' || answerOf(text) !== undefined;
  };
}

/** `s` or `q` alone. */
export function answerOf(text: string): PasteAnswer | undefined {
  if (text.length > MAX_ANSWER_CHARS) return undefined;
  const word = text.trim();
  if (word === 's') return 'skip';
  return word === 'q' ? 'stop' : undefined;
}

const MAX_ANSWER_CHARS = 20;
