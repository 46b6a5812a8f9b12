import { createHash } from 'node:crypto';
import { exactNumber, plainNumber, type Value } from '../model/index.ts';

/** Complete numbers: digits alone would split `1.7389201234567890123`. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/**
 * A number with 16 digits in a row. It follows the start, a bracket, a colon or a comma; so does one in a few strings, but
 * not a quoted id.
 */
const LONG_NUMBER = /(?:^|[[:,])\s*[-+.\deE]*\d{16}/;

/** `undefined` if invalid. Integers that JavaScript would round become strings: TikTok's ids have 19 digits. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(LONG_NUMBER.test(text) ? withNumbers(text, quotedIfRounded) : text) };
  } catch {
    return undefined;
  }
}

/**
 * For JSON to be written back: numbers that JavaScript would write differently become exact. `undefined` if invalid.
 */
export function parseExact(text: string): { readonly value: Value } | undefined {
  // No text contains its own hash.
  const mark = `${createHash('sha256').update(text).digest('hex')}:`;
  const marked = withNumbers(text, (number) => (String(Number(number)) === number ? number : `"${mark}${number}"`));
  const unmarked = (value: Value): Value =>
    typeof value === 'string' && value.startsWith(mark) ? exactNumber(value.slice(mark.length)) : value;
  try {
    return { value: JSON.parse(marked, (_, value: Value) => unmarked(value)) as Value };
  } catch {
    return undefined;
  }
}

/** It may be in a string. Whatever follows it ends the member, the item or the text. */
const ANY_NUMBER = /(?:^|[[:,])\s*(-?\d[-+.\deE]*)\s*(?=[,\]}]|$)/g;

/** Whether `parseJson` and `parseExact` give the same. May be `false` although they do. */
export function hasPlainNumbers(text: string): boolean {
  for (const [, number = ''] of text.matchAll(ANY_NUMBER)) {
    if (String(Number(number)) !== number || typeof plainNumber(number) === 'string') return false;
  }
  return true;
}

/** Deeper than any documented response; shallow enough for recursion. */
const MAX_DEPTH = 200;

export function isTooDeep(text: string): boolean {
  // Most responses have too few brackets to be deep, and it is quicker to count these.
  if (!hasMoreThan(text, '{', MAX_DEPTH / 2) && !hasMoreThan(text, '[', MAX_DEPTH / 2)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function hasMoreThan(text: string, character: string, atMost: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) {
    count += 1;
    if (count > atMost) return true;
  }
  return false;
}

/** Replaces numbers outside strings. */
function withNumbers(text: string, replace: (number: string) => string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    parts.push(text.slice(at, end).replace(NUMBER, replace));
    at = endOfString(text, end);
    parts.push(text.slice(end, at));
  }
  return parts.join('');
}

/** The offset after the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function quotedIfRounded(number: string): string {
  return typeof plainNumber(number) === 'string' ? `"${number}"` : number;
}
