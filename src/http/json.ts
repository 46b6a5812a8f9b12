/** Whole numbers: looking for digit runs alone would tear `1.7389201234567890123` apart. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/**
 * JSON text as data, with integers that JavaScript would round (16 digits and more) as strings: TikTok's ids have 19.
 * `undefined` where the text is not JSON.
 */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(/\d{16,}/.test(text) ? quoteLongIntegers(text) : text) };
  } catch {
    return undefined;
  }
}

/** Everything outside of strings is handed to a pattern; strings are passed sign by sign, so that none is read twice. */
function quoteLongIntegers(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    parts.push(text.slice(at, end).replace(NUMBER, quoteIfRounded));
    at = endOfString(text, end);
    parts.push(text.slice(end, at));
  }
  return parts.join('');
}

/** Behind the closing quote of the string that begins there, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function quoteIfRounded(number: string): string {
  return LONG_INTEGER.test(number) && !Number.isSafeInteger(Number(number)) ? `"${number}"` : number;
}
