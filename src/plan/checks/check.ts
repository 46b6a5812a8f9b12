import type { Change, Check, CheckCode } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
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

/** As the document has it, else live. An unknown value counts as off. */
export function isCapiOn({ desiredWire, live }: Pair): boolean {
  const seen = liveAt({ live }, 'capi.enabled');
  const value = desiredWire['capi.enabled'] ?? (seen.provenance === 'unknown' ? undefined : seen.value);
  return value === true;
}
