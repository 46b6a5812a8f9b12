import { nameList } from '../../model/index.ts';
import type { BranchUpdate } from '../review/assign-layers.ts';
import type { Range } from './range.ts';

/**
 * What a run is about, and what earlier updates left open.
 *
 * @param updates oldest first
 * @param open names of open updates
 */
export function headLines(
  { from, head }: Pick<Range, 'from' | 'head'>,
  branch: string,
  updates: readonly BranchUpdate[],
  open: readonly string[],
): readonly string[] {
  const short = (commit: string): string => commit.slice(0, 7);
  const since = from === undefined ? '' : ` since ${short(from)}, the last applied commit`;
  if (updates.length === 0) {
    return [`Nothing to apply at ${short(head)}: no layer changed on ${branch}${since}.`];
  }
  const names = updates.map(({ name }) => name).join(', ');
  const earlier = updates.flatMap(({ name, isEarlier }) => (isEarlier && open.includes(name) ? [name] : []));
  return [
    `Updates of layers on ${branch}${since}: ${names}.`,
    ...(earlier.length === 0
      ? []
      : [`Still open from earlier pushes: ${nameList(earlier)}. They do not fail this run.`]),
  ];
}
