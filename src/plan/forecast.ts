import type { Change } from '../model/index.ts';

/** Taking the claim and recording the outcome: each looks at the project and writes its metadata. */
const LEDGER_CALLS = 4;

/**
 * How many API requests an apply of these changes will send: it plans again, carries out, keeps the ledger, and makes a
 * closing plan. It asks a key's organization only once. Where nothing is written by API, planning again is all.
 *
 * @param reads requests that making this plan took
 * @param keys how many Layers keys were asked for their organization
 */
export function forecastCalls(
  planned: readonly { readonly project: string; readonly changes: readonly Change[] }[],
  reads: number,
  keys: number,
): number {
  const writing = planned.filter(({ changes }) => reachable(changes).length > 0);
  if (writing.length === 0) return reads;
  const writes = writing.flatMap(({ changes }) => reachable(changes)).reduce((sum, change) => sum + change.calls, 0);
  const projects = new Set(writing.map(({ project }) => project)).size;
  return reads + writes + projects * LEDGER_CALLS + reads - keys;
}

/** The changes that will be written by API: those that wait for no person, and rest on nothing that does. */
export function reachable(changes: readonly Change[]): readonly Change[] {
  const waiting = new Set<string>();
  return changes.filter((change) => {
    const blocked = change.after.some((id) => waiting.has(id));
    if (blocked || change.step.by !== 'api') waiting.add(change.id);
    return !blocked && change.step.by !== 'human';
  });
}
