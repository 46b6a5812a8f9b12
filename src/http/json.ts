/** Whole strings and whole numbers: looking for digit runs alone would tear `1.7389201234567890123` apart. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
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

function quoteLongIntegers(text: string): string {
  return text.replace(STRING_OR_NUMBER, (token) =>
    LONG_INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}
