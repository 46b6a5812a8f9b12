import type { Value } from '../../model/index.ts';

/** Members of a JSON map; empty for any other value. */
export function member(value: Value | undefined): Readonly<Record<string, Value>> {
  // A JSON map: the check excludes all else.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Value>) : {};
}
