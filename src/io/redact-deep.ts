import type { Machine } from '../machine.ts';

/**
 * A value of plain data without secrets in any text of it, keys included. Pages escape what they show, and what is
 * escaped can no longer be told for a secret: so data is cleaned before it is rendered, and not the page alone.
 */
export function redactDeep<T>(value: T, { clean }: Pick<Machine, 'clean'>): T {
  // Text stays text, a list a list, and a map a map: the shape is the same.
  return clean === undefined ? value : (deep(value, clean) as T);
}

function deep(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [clean(key), deep(member, clean)]));
}
