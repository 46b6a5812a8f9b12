import { exactDigits, plainNumber } from './exact-number.ts';

/** A JSON value. Absent (`undefined`), `null` and empty are different. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** JSON with sorted keys and no white space: equal meanings give equal text. */
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

/** A value in a sentence: text as it is, anything else as JSON. Not escaped yet. */
export function plainText(value: Value | undefined): string {
  if (value === undefined) return '(absent)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
