import type { Change, Check, CheckCode } from '../../model/index.ts';
import type { Pair } from '../pair.ts';

/** Checks one layer and its planned changes. `today` is never in a digest. */
export type CheckRule = (pair: Pair, changes: readonly Change[], today: Date) => readonly Check[];

/** At the location of `path` in the layer's document. */
export function checkAt(
  pair: Pick<Pair, 'desired'>,
  path: string,
  check: { code: CheckCode; severity: Check['severity']; message: string; remedy?: string },
): Check {
  const location = pair.desired.location[path] ?? pair.desired.location[''];
  return { ...check, layer: pair.desired.name, ...(location && { location }) };
}
