/** As for YAML worlds. */
const MAX_DEPTH = 200;
const MAX_SAFE_DIGITS = 15;

/**
 * The value of a JSON text, many times faster than as YAML. `undefined` if the text needs the YAML parser: it is not
 * JSON, or it has a repeated key, a long number or deep nesting, which JSON.parse accepts without a word.
 */
export function parsePlainJson(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const keys = countKeys(text);
  return keys !== undefined && keys === keysIn(value) ? value : undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

/** Keys in a valid JSON text. `undefined` if a number is too long or the nesting too deep. */
function countKeys(text: string): number | undefined {
  let [keys, depth, digits] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 0x30 && code <= 0x39;
    digits = isDigit ? digits + 1 : 0;
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (text.charCodeAt(afterSpace(text, at + 1)) === COLON) keys += 1;
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    if (digits > MAX_SAFE_DIGITS || depth > MAX_DEPTH) return undefined;
  }
  return keys;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) <= SPACE) at += 1;
  return at;
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  const own = Array.isArray(value) ? 0 : members.length;
  return members.reduce((sum: number, member) => sum + keysIn(member), own);
}
