import { createHash, hash } from 'node:crypto';

/** A JSON value. Absent (`undefined`), `null` and empty are different. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** A map may have members that are absent although they are named. */
type Members = { readonly [key: string]: Value | undefined };

/** Sorted keys, no white space: equal meanings give equal text. */
export function canonicalJson(value: Value | Members): string {
  // The native function writes the same text, and it is faster.
  if (isSorted(value)) return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const digits = exactDigits(value);
  if (digits !== undefined) return JSON.stringify(plainNumber(digits));
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const map = value as Members;
  let text = '';
  for (const key of Object.keys(map).sort()) {
    const member = map[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function isSorted(value: Value | Members | undefined): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  const map = value as Members;
  let last = '';
  // Without a list of the keys: every layer of a plan passes here twice.
  for (const key in map) {
    const member = map[key];
    if (key < last || (typeof member === 'object' && !isSorted(member))) return false;
    last = key;
  }
  // An exact number has no keys.
  return last !== '' || exactDigits(value) === undefined;
}

/** Text as it is, anything else as JSON. Not escaped. */
export function plainText(value: Value | undefined): string {
  if (value === undefined) return '(absent)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `sha256:` and 64 hex digits of the meaning, independent of layout and key order. Not a signature. */
export function checksumOf(value: Value | Members): string {
  return `sha256:${hash('sha256', canonicalJson(value))}`;
}

/**
 * The same of a large map, without one text of all: its members, and the items of its lists, are read one by one. Only
 * its form in JSON counts.
 */
export function checksumOfMembers(map: object): string {
  const sum = createHash('sha256');
  let before = '{';
  for (const [key, member] of Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (member === undefined) continue;
    sum.update(`${before}${JSON.stringify(key)}:`);
    before = ',';
    if (Array.isArray(member)) {
      for (const [index, item] of member.entries())
        sum.update(`${index === 0 ? '[' : ','}${canonicalJson(asJson(item))}`);
      sum.update(member.length === 0 ? '[]' : ']');
    } else sum.update(canonicalJson(asJson(member)));
  }
  return `sha256:${sum.update(before === '{' ? '{}' : '}').digest('hex')}`;
}

/** As it is read again: without members that are `undefined`. */
function asJson(value: unknown): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** `undefined` if there is none. */
export function memberAt(map: Readonly<Record<string, unknown>>, path: string): Value | undefined {
  const dot = path.indexOf('.');
  const [head, rest] = dot === -1 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
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

/** A symbol, so no JSON key can imitate it. */
const DIGITS: unique symbol = Symbol('digits');

const LONG_INTEGER = /^-?\d{16,}$/;

/**
 * A JSON number that JavaScript would write differently: an integer above 2^53, a long fraction, `1.0`. A read and a
 * write keep it.
 */
export function exactNumber(digits: string): Value {
  return Object.freeze({ [DIGITS]: digits });
}

/** `undefined` if the value is not an exact number. */
export function exactDigits(value: Value | Members): string | undefined {
  if (typeof value !== 'object' || value === null || !(DIGITS in value)) return undefined;
  const digits: unknown = value[DIGITS];
  return typeof digits === 'string' ? digits : undefined;
}

/** For comparison and display: text if JavaScript would round the integer, such as an id. */
export function plainNumber(digits: string): string | number {
  const number = Number(digits);
  return LONG_INTEGER.test(digits) && !Number.isSafeInteger(number) ? digits : number;
}

/** Replaces exact numbers, for comparison and display. The same object if there are none. */
export function withPlainNumbers(value: Value): Value {
  if (typeof value !== 'object' || value === null || !hasExactNumber(value)) return value;
  const digits = exactDigits(value);
  if (digits !== undefined) return plainNumber(digits);
  if (Array.isArray(value)) return (value as readonly Value[]).map(withPlainNumbers);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withPlainNumbers(member)]));
}

function hasExactNumber(value: Value | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return DIGITS in value || Object.values(value).some(hasExactNumber);
}

/** Keeps all digits of exact numbers and the order of keys. */
export function exactJson(value: Value): string {
  const digits = exactDigits(value);
  if (digits !== undefined) return digits;
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(exactJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${exactJson(member)}`);
  return `{${members.join(',')}}`;
}
