import { createHash } from 'node:crypto';
import { exactDigits, plainNumber } from './exact-number.ts';

/** A JSON value. Absent (`undefined`), `null` and empty are different. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Sorted keys, no white space: equal meanings give equal text. */
export function canonicalJson(value: Value): string {
  const digits = exactDigits(value);
  if (digits !== undefined) return JSON.stringify(plainNumber(digits));
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Readonly<Record<string, Value>>).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Text as it is, anything else as JSON. Not escaped. */
export function plainText(value: Value | undefined): string {
  if (value === undefined) return '(absent)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `sha256:` and 64 hex digits of the meaning, independent of layout and key order. Not a signature. */
export function checksumOf(value: Value): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}

/** `undefined` if there is none. */
export function memberAt(map: Readonly<Record<string, unknown>>, path: string): Value | undefined {
  const [head = path, rest] = path.split('.', 2);
  const value = Object.hasOwn(map, head) ? map[head] : undefined;
  const member = rest === undefined ? value : isMap(value) && Object.hasOwn(value, rest) ? value[rest] : undefined;
  // Parsed JSON or YAML contains only values.
  return member as Value | undefined;
}

/** `[['capi.enabled', true]]` → `{ capi: { enabled: true } }`. Keys inside an event map may have dots. */
export function nestMembers(members: readonly (readonly [path: string, Value])[]): Readonly<Record<string, Value>> {
  const root: Record<string, Value> = {};
  for (const [path, value] of members) {
    const [head = path, rest] = path.split('.', 2);
    const inside = root[head];
    if (rest === undefined) root[head] = value;
    else root[head] = { ...(isMap(inside) && inside), [rest]: value };
  }
  return root;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

export function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return isMap(value) && Object.values(value).every(isText);
}

/** A JSON object. Its members are values if it was parsed from JSON. */
export function isMap(value: unknown): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
