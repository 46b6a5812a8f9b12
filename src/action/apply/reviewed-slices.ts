import { type DesiredLayer, type NotApplied, ok, type Result, type UpdateResult } from '../../model/index.ts';
import { applyNotices } from '../../publish/index.ts';
import {
  applyAndReplan,
  EXIT,
  type ExitCode,
  openWriteContext,
  replan,
  type Replanned,
  scopeOf,
} from '../../operations/index.ts';
import { type ActionContext, contextOptions } from '../context.ts';
import { BY_DIGEST, unappliedFields, type PlanSlice } from '../review/assign-layers.ts';
import { type Documents, memoizedDocuments } from '../touched-layers.ts';

/** A slice of a reviewed plan, re-planned. */
export type ReplannedSlice = {
  readonly slice: PlanSlice;
  readonly replanned: Replanned;
  /** Fields that changed on the branch before that plan was made and that were not applied. */
  readonly unapplied: readonly NotApplied[];
};

/**
 * Re-plans each slice against the base of its own plan. Reads everything before the first write, because one refusal
 * stops all slices.
 *
 * @param from the commit that was applied last
 */
export async function replanSlices(
  slices: readonly PlanSlice[],
  from: string | undefined,
  context: ActionContext,
): Promise<Result<readonly ReplannedSlice[]>> {
  const checked: ReplannedSlice[] = [];
  const documents = memoizedDocuments(context);
  for (const slice of slices) {
    const one = await replanSlice(slice, from, documents, context);
    if (!one.ok) return one;
    checked.push(one.value);
  }
  return ok(checked);
}

async function replanSlice(
  slice: PlanSlice,
  from: string | undefined,
  documents: Documents,
  { inputs, machine }: ActionContext,
): Promise<Result<ReplannedSlice>> {
  const runContext = await openWriteContext({ ...contextOptions(inputs, machine), ...scopeOf(slice.plan) }, machine);
  if (!runContext.ok)
    return ok({ slice, replanned: { state: 'problems', problems: runContext.problems }, unapplied: [] });
  const replanned = await replan(runContext.value, slice.plan, slice.plan.allowed);
  if (from === undefined || from === slice.plan.base || !('plan' in replanned)) {
    return ok({ slice, replanned, unapplied: [] });
  }
  const applied = await documents(from);
  if (!applied.ok) return applied;
  // Nothing in invalid documents could have been applied.
  const before = fieldsByName(applied.value === 'invalid' ? [] : applied.value.desired);
  const base = fieldsByName(runContext.value.base?.desired ?? []);
  const unapplied = replanned.plan.layers.flatMap((layer): readonly NotApplied[] => {
    const paths = unappliedFields(layer, before.get(layer.name), base.get(layer.name));
    if (paths.length === 0) return [];
    const since = `${paths.join(', ')} changed after the last applied commit ${from.slice(0, 7)}`;
    const why = `${since} and before the base of the reviewed plan of ${slice.update.name}, so that plan does not apply it.`;
    return [{ layers: [layer.name], why, remedy: BY_DIGEST }];
  });
  return ok({ slice, replanned, unapplied });
}

function fieldsByName(desired: readonly DesiredLayer[]): ReadonlyMap<string, DesiredLayer['fields']> {
  return new Map(desired.map(({ name, fields }) => [name, fields]));
}

export type SliceResult = { readonly result: UpdateResult; readonly exits: readonly ExitCode[] };

/**
 * Oldest first. If one plan is refused, none is applied; if one layer is stale, its whole plan is skipped. The others
 * continue, because they share no layer.
 */
export async function applySlices(
  checked: readonly ReplannedSlice[],
  machine: ActionContext['machine'],
): Promise<readonly SliceResult[]> {
  const refused = checked.some(({ replanned: { state } }) => state === 'refused');
  const results: SliceResult[] = [];
  for (const one of checked) results.push(await sliceResult(one.replanned, refused, machine));
  return results;
}

async function sliceResult(
  checked: Replanned,
  refused: boolean,
  machine: ActionContext['machine'],
): Promise<SliceResult> {
  switch (checked.state) {
    case 'ready': {
      if (refused) return { result: { kind: 'blocked' }, exits: [EXIT.refused] };
      const { outcome, problems, exit } = await applyAndReplan(checked, applyNotices(machine), machine);
      return { result: { kind: 'applied', outcome, problems: [...checked.problems, ...problems] }, exits: [exit] };
    }
    case 'refused':
      return { result: { kind: 'refused', refusals: checked.plan.refusals }, exits: [EXIT.refused] };
    case 'stale':
      return { result: { kind: 'stale', stale: checked.stale }, exits: [EXIT.refused] };
    case 'mismatch':
      return { result: { kind: 'not planned', problems: checked.problems }, exits: [EXIT.refused] };
    case 'problems':
      return { result: { kind: 'not planned', problems: checked.problems }, exits: [EXIT.problems] };
    default:
      return checked satisfies never;
  }
}

/** The first match in this order of exit codes. */
export function worstExitCode(exits: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [
    EXIT.fault,
    EXIT.interrupted,
    EXIT.refused,
    EXIT.problems,
    EXIT.waiting,
    EXIT.changes,
  ];
  return order.find((code) => exits.includes(code)) ?? EXIT.ok;
}
