import type { Machine } from '../machine.ts';

/**
 * Plain data without secrets in any text, keys included. Pages escape text, and an escaped secret can no longer be
 * recognized, so data is cleaned before it is rendered.
 */
export function redactDeep<T>(value: T, { clean }: Pick<Machine, 'clean'>): T {
  // Text stays text, a list a list and a map a map, so the cast is safe.
  return clean === undefined ? value : (deep(value, clean) as T);
}

function deep(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [clean(key), deep(member, clean)]));
}
