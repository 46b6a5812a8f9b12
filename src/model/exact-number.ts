import type { Value } from './value.ts';

/** Its key is a symbol, so that no text from outside can be taken for one, and no key of JSON either. */
const DIGITS: unique symbol = Symbol('digits');

const LONG_INTEGER = /^-?\d{16,}$/;

/**
 * A number of JSON that JavaScript would write differently: an integer above 2^53, a long fraction, `1.0`. It is carried
 * through a read and a write unchanged.
 *
 * @param digits a JSON number
 */
export function exactNumber(digits: string): Value {
  return Object.freeze({ [DIGITS]: digits });
}

/** The JSON number as it was read; `undefined` for any other value. */
export function exactDigits(value: Value): string | undefined {
  if (typeof value !== 'object' || value === null || !(DIGITS in value)) return undefined;
  const digits: unknown = value[DIGITS];
  return typeof digits === 'string' ? digits : undefined;
}

/** What a number means where it is compared or shown: text if it is an integer that JavaScript would round, as ids are. */
export function plainNumber(digits: string): string | number {
  const number = Number(digits);
  return LONG_INTEGER.test(digits) && !Number.isSafeInteger(number) ? digits : number;
}

/** The value with plain numbers, for comparing and showing. */
export function withPlainNumbers(value: Value): Value {
  const digits = exactDigits(value);
  if (digits !== undefined) return plainNumber(digits);
  if (Array.isArray(value)) return (value as readonly Value[]).map(withPlainNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withPlainNumbers(member)]));
}

/** JSON text with every digit of exact numbers, in the order of keys as they are. */
export function exactJson(value: Value): string {
  const digits = exactDigits(value);
  if (digits !== undefined) return digits;
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(exactJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${exactJson(member)}`);
  return `{${members.join(',')}}`;
}
