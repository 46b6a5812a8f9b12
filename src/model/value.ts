import { exactDigits, plainNumber } from './exact-number.ts';

/** What JSON can hold. Absent (`undefined`), `null` and empty are three different things. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** JSON with sorted keys and no white space: the same meaning gives the same text. */
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

/** A value inside a sentence: text as it is, anything else as JSON. Not escaped for any page yet. */
export function plainText(value: Value | undefined): string {
  if (value === undefined) return '(absent)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The texts of a list, such as ids; none where it is no list. Only for fields whose lists hold nothing but text. */
export function textsIn(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
