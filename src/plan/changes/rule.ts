import type { Change, ChangeKind, FieldChange, FieldPath, HumanStep, Step, Transport } from '../../model/index.ts';
import { compare, liveAt, changedByDiff } from '../compare.ts';
import type { Pair } from '../pair.ts';

/** Finds the changes of one kind in one layer. It does not know its neighbours. */
export type ChangeRule = {
  readonly kind: ChangeKind;
  readonly find: (pair: Pair) => readonly Change[];
};

/**
 * A write is preceded by a fresh look at all it rests on, and followed by another. The endpoint shows everything at
 * once; the documented API shows the toggle and the ad account in two places.
 */
const CALLS_OF_A_WRITE: Readonly<Record<Transport['kind'], number>> = { endpoint: 3, documented: 4 };

/**
 * The rule for fields that change together: by API where the transport can write all of them, else by a person.
 *
 * @param basis fields that the change rests on besides those it changes
 */
export function fieldsRule(
  kind: ChangeKind,
  paths: readonly FieldPath[],
  basis: readonly FieldPath[],
  instructions: (pair: Pair, change: Pick<Change, 'fields'>) => HumanStep,
): ChangeRule {
  return {
    kind,
    find: (pair) => {
      const fields = changedByDiff(pair, compare(pair, paths));
      if (fields.length === 0) return [];
      const byApi = fields.every(({ path }) => pair.live.writable.includes(path));
      const step: Step = byApi ? { by: 'api' } : { by: 'human', instructions: instructions(pair, { fields }) };
      const calls = byApi ? CALLS_OF_A_WRITE[pair.settings.transport.kind] : 0;
      return [changeOf(pair, kind, fields, step, calls, basis)];
    },
  };
}

/** Differences that are the diff's and that an API shows: what is unknown at TikTok or of campaigns is not written. */
export function shownDifferences(pair: Pair, paths: readonly FieldPath[]): readonly FieldChange[] {
  return changedByDiff(pair, compare(pair, paths)).filter(({ before }) => before.provenance === 'api');
}

/** A change of one layer. What it rests on beyond fields is filled in once all of the layer's changes are known. */
export function changeOf(
  pair: Pair,
  kind: ChangeKind,
  fields: readonly FieldChange[],
  step: Step,
  calls: number,
  basis: readonly FieldPath[] = [],
): Change {
  return {
    id: `${pair.desired.name}/${kind}`,
    kind,
    layer: pair.desired.name,
    fields,
    step,
    dependsOn: [],
    basis: basis
      .filter((path) => !fields.some((field) => field.path === path))
      .map((path) => ({ path, seen: liveAt(pair, path) })),
    calls,
  };
}
