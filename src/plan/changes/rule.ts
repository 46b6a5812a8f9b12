import {
  type Change,
  type ChangeKind,
  type FieldChange,
  type FieldChangeKind,
  type FieldPath,
  FIELDS,
  type HumanStep,
  type Step,
  type Transport,
} from '../../model/index.ts';
import { liveAt, toPlanIn } from '../compare.ts';
import { findEach, findWhere } from '../find-all.ts';
import type { Pair } from '../pair.ts';

/** Finds the changes of one kind in one layer. */
export type ChangeRule = {
  readonly kind: ChangeKind;
  readonly find: (pair: Pair) => readonly Change[];
};

/**
 * Requests of a config write, with reads of its basis before and after: the endpoint shows everything in one response,
 * the documented API in two.
 */
const CALLS_OF_A_WRITE: Readonly<Record<Transport['kind'], number>> = { endpoint: 3, documented: 4 };

/**
 * All fields of one kind change together: by API if the transport can write all of them, else as a manual step.
 *
 * @param basis fields that the change depends on, besides those it changes
 */
export function fieldsRule(
  kind: FieldChangeKind,
  basis: readonly FieldPath[],
  instructions: (pair: Pair, change: Pick<Change, 'fields'>) => HumanStep,
): ChangeRule {
  return {
    kind,
    find: (pair) => {
      const fields = findWhere(pair.toPlan, ({ path }) => FIELDS[path].change === kind);
      if (fields.length === 0) return [];
      const byApi = fields.every(({ path }) => pair.live.writable.includes(path));
      const step: Step = byApi ? { by: 'api' } : { by: 'human', instructions: instructions(pair, { fields }) };
      const calls = byApi ? CALLS_OF_A_WRITE[pair.settings.transport.kind] : 0;
      return [changeOf(pair, kind, fields, step, calls, basis)];
    },
  };
}

/** Differences to plan with a value from an API: values unknown at TikTok or of campaigns are not written. */
export function shownDifferences<P extends FieldPath>(pair: Pair, paths: readonly P[]): readonly FieldChange<P>[] {
  return findWhere(toPlanIn(pair, paths), ({ before }) => before.provenance === 'api');
}

/** `dependsOn` is filled in once all changes of the layer are known. */
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
    basis: findEach(basis, (path) =>
      fields.some((field) => field.path === path) ? undefined : { path, live: liveAt(pair, path) },
    ),
    calls,
  };
}
