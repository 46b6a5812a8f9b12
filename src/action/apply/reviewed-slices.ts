import { ok, type Plan, type Problem, type Result, type UpdateResult } from '../../model/index.ts';
import { applyNotices } from '../../publish/index.ts';
import {
  applyAndReplan,
  type Continuable,
  EXIT,
  type ExitCode,
  openWriteContext,
  replan,
  scopeOf,
  waitAndContinue,
} from '../../operations/index.ts';
import { type ActionContext, contextOptions } from '../context.ts';
import type { PlanSlice } from '../review/assign-layers.ts';
import { memoizedDocuments } from '../touched-layers.ts';
import type { LayerStates } from './layer-states.ts';
import type { Range } from './range.ts';
import { type FieldsByName, fieldsByName, type UnappliedLayer, unappliedLayers } from './unapplied-layers.ts';

export type SliceResult = {
  readonly slice: PlanSlice;
  readonly result: UpdateResult;
  readonly exit: ExitCode;
  /** The fresh plan, if one was made. */
  readonly plan?: Plan;
  /** Layers with fields that changed on the branch before that plan was made and that were not applied. */
  readonly unapplied: readonly UnappliedLayer[];
};

type AppliedSlice = SliceResult & {
  /** Present if it was applied. */
  readonly continuable?: Continuable;
};

/** If other slices used up the wait, a slice is read once more. */
const MIN_WAIT_MS = 1_000;

/**
 * Applies the slices, oldest first. Each is re-planned against the base of its own plan directly before it is applied,
 * so sums include the earlier ones. A refused, stale or unreadable slice stops only itself: no two share a layer. If
 * one of its layers is stale, the whole slice is. A wait begins after all of them, so it delays none.
 *
 * @param states settled layers are left out: live edits since then are drift
 */
export async function applySlices(
  slices: readonly PlanSlice[],
  { from }: Range,
  states: LayerStates | undefined,
  context: ActionContext,
): Promise<Result<readonly SliceResult[]>> {
  const documents = from === undefined ? undefined : await memoizedDocuments(context)(from);
  if (documents?.ok === false) return documents;
  // Nothing in invalid documents could have been applied.
  const applied = documents?.value === 'invalid' ? [] : (documents?.value.desired ?? []);
  const results: AppliedSlice[] = [];
  for (const slice of slices) {
    const layers = slice.plan.layers.filter(({ name }) => states?.get(name)?.state !== 'settled');
    const unsettled: PlanSlice = { ...slice, plan: { ...slice.plan, layers } };
    results.push(
      layers.length === 0
        ? { slice, result: { kind: 'settled' }, exit: EXIT.ok, unapplied: [] }
        : await applySlice(unsettled, from, fieldsByName(applied), context),
    );
  }
  return ok(await waitForSlices(results, context));
}

/** Continues the slices one after the other. They share the time of the input `wait`. */
async function waitForSlices(
  results: readonly AppliedSlice[],
  { inputs: { wait, waitClaim }, machine }: ActionContext,
): Promise<readonly SliceResult[]> {
  if (wait === undefined) return results;
  const end = machine.now().getTime() + wait;
  const continued: SliceResult[] = [];
  for (const { continuable, ...one } of results) {
    if (continuable === undefined) {
      continued.push(one);
      continue;
    }
    const left = Math.max(end - machine.now().getTime(), Math.min(wait, MIN_WAIT_MS));
    const result = await waitAndContinue(continuable, left, applyNotices(machine), machine, waitClaim);
    continued.push({ ...one, ...resultOf({ ...continuable, result }) });
  }
  return continued;
}

function resultOf({ ready, result }: Continuable): Pick<SliceResult, 'result' | 'exit'> {
  const { outcome, problems, exit } = result;
  return { result: { kind: 'applied', outcome, problems: [...ready.problems, ...problems] }, exit };
}

async function applySlice(
  slice: PlanSlice,
  from: string | undefined,
  applied: FieldsByName,
  { inputs, machine }: ActionContext,
): Promise<AppliedSlice> {
  const runContext = await openWriteContext({ ...contextOptions(inputs, machine), ...scopeOf(slice.plan) }, machine);
  const names = slice.plan.layers.map(({ name }) => name);
  if (!runContext.ok) {
    const result = notPlanned(runContext, names);
    return { slice, result, exit: EXIT.problems, unapplied: [] };
  }
  const checked = await replan(runContext.value, slice.plan, slice.plan.allowed);
  switch (checked.state) {
    case 'ready': {
      const base = fieldsByName(runContext.value.base?.desired ?? []);
      const unapplied = from === slice.plan.base ? [] : unappliedLayers(checked, from, applied, base, slice.update);
      const result = await applyAndReplan(checked, applyNotices(machine), machine, inputs.waitClaim);
      const continuable: Continuable = { ready: checked, reviewed: slice.plan, result };
      return { slice, ...resultOf(continuable), plan: checked.plan, unapplied, continuable };
    }
    case 'refused': {
      const { refusals } = checked.plan;
      const others = without(
        names,
        refusals.map(({ subject }) => subject),
      );
      const result = { kind: 'refused', refusals, others } as const;
      return { slice, result, exit: EXIT.refused, plan: checked.plan, unapplied: [] };
    }
    case 'stale': {
      const { stale } = checked;
      const others = without(
        names,
        stale.map(({ layer }) => layer),
      );
      return { slice, result: { kind: 'stale', stale, others }, exit: EXIT.refused, unapplied: [] };
    }
    case 'mismatch':
      return { slice, result: notPlanned(checked, names), exit: EXIT.refused, unapplied: [] };
    case 'problems':
      return { slice, result: notPlanned(checked, names), exit: EXIT.problems, unapplied: [] };
    default:
      return checked satisfies never;
  }
}

function notPlanned({ problems }: { readonly problems: readonly Problem[] }, names: readonly string[]): UpdateResult {
  const named = problems.flatMap(({ layer, layers }) => layers ?? (layer === undefined ? [] : [layer]));
  return { kind: 'not planned', problems, others: without(names, named) };
}

function without(names: readonly string[], named: readonly string[]): readonly string[] {
  return names.filter((name) => !named.includes(name));
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
