import type { Change, Check, CheckCode } from '../../model/index.ts';
import type { Pair } from '../pair.ts';

/** Looks at one layer, and at what would be done to it, and says what a person should know. `today` is never in a digest. */
export type CheckRule = (pair: Pair, changes: readonly Change[], today: Date) => readonly Check[];

/** A check about a layer, at the place in its document where `path` stands. */
export function checkAt(
  pair: Pick<Pair, 'desired'>,
  path: string,
  check: { code: CheckCode; severity: Check['severity']; message: string; remedy?: string },
): Check {
  const location = pair.desired.location[path] ?? pair.desired.location[''];
  return { ...check, layer: pair.desired.name, ...(location && { location }) };
}
