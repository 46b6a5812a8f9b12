/** A line instead of a pasted text. */
export type PasteAnswer = 'skip' | 'stop';

/** Whether a pasted text has ended: with its JSON value, with an empty line, or with a line that is an answer. */
export function isPasteComplete(text: string): boolean {
  if (answerOf(text) !== undefined && text.endsWith('\n')) return true;
  if (/^\s*[{[]/.test(text) && /[}\]]\s*$/.test(text) && isBalanced(text)) return true;
  return /(^|\n)[ \t]*\n$/.test(text);
}

/** `s` or `q` alone. */
export function answerOf(text: string): PasteAnswer | undefined {
  const word = text.trim();
  if (word === 's') return 'skip';
  return word === 'q' ? 'stop' : undefined;
}

/** Whether every bracket outside of strings is closed. */
function isBalanced(text: string): boolean {
  let [depth, isString, isEscaped] = [0, false, false];
  for (const character of text) {
    if (isEscaped) isEscaped = false;
    else if (isString && character === '\\') isEscaped = true;
    else if (character === '"') isString = !isString;
    else if (!isString && (character === '{' || character === '[')) depth += 1;
    else if (!isString && (character === '}' || character === ']')) depth -= 1;
  }
  return !isString && depth <= 0;
}
