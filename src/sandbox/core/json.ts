import { z } from 'zod';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Deeper than real documents, and far below the depth at which recursion would end the process. */
const MAX_DEPTH = 100;

/**
 * Parses JSON. Integers that a number would round become strings of the same digits: TikTok's ids have 19.
 *
 * @throws SyntaxError if the text is not valid JSON, or is nested more than 100 deep
 */
export function parseJson(text: string): Json {
  if (depthOf(text) > MAX_DEPTH) throw new SyntaxError(`nested more than ${MAX_DEPTH} deep`);
  const kept = /\d{16,}/.test(text) ? quoteLongIntegers(text) : text;
  // JSON.parse only returns JSON.
  return JSON.parse(kept) as Json;
}

/** Matches whole numbers, because a pattern for digits alone would split `1.7389201234567890123`. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** Applies the pattern outside strings, and reads no character twice. */
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

/** Offset after the closing quote of the string that begins at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function quoteIfRounded(token: string): string {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, (depth += 1));
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** Whether a value is a map that JSON neither changes nor shortens: no date, bigint or `undefined` in it. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isMap(value) && isJson(value);
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isMap(value) && Object.values(value).every(isJson);
}

/** JSON with sorted keys and without white space: equal values give equal text. */
export function sortedJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (isMap(value)) {
    const keys = Object.keys(value).sort();
    // A map in a JSON value contains JSON values.
    return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedJson(value[key] as Json)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** JSON merge patch: maps merge, `null` removes, everything else replaces. Source: RFC 7396. */
export function mergePatch(old: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map<string, Json>(isJsonObject(old) ? Object.entries(old) : []);
  for (const [key, member] of Object.entries(patch)) {
    if (member === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), member));
  }
  return Object.fromEntries(merged);
}

/** The value with `change` applied to each string, including keys. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((member: Json) => mapTexts(member, change));
  if (!isMap(value)) return value;

  return Object.fromEntries(Object.entries(value).map(([key, member]) => [change(key), mapTexts(member, change)]));
}

/** A map of any JSON. A custom check, because a record would drop the key `__proto__`. */
export const freeJson = z.custom<JsonObject>(isJsonObject, 'must be a map of JSON values');
