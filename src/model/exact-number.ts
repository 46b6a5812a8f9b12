import type { Value } from './value.ts';

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
export function exactDigits(value: Value): string | undefined {
  if (typeof value !== 'object' || value === null || !(DIGITS in value)) return undefined;
  const digits: unknown = value[DIGITS];
  return typeof digits === 'string' ? digits : undefined;
}

/** For comparison and display: text if JavaScript would round the integer, such as an id. */
export function plainNumber(digits: string): string | number {
  const number = Number(digits);
  return LONG_INTEGER.test(digits) && !Number.isSafeInteger(number) ? digits : number;
}

/** Replaces exact numbers, for comparison and display. */
export function withPlainNumbers(value: Value): Value {
  const digits = exactDigits(value);
  if (digits !== undefined) return plainNumber(digits);
  if (Array.isArray(value)) return (value as readonly Value[]).map(withPlainNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withPlainNumbers(member)]));
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
