import { openReadContext, planNow, scopeOf } from '../../operations/index.ts';
import {
  canonicalJson,
  type LiveLayer,
  openKinds,
  type PlannedLayer,
  type Settings,
  unrecordedIn,
  type Value,
} from '../../model/index.ts';
import { isSettled } from '../../plan/index.ts';
import { type ActionContext, contextOptions } from '../context.ts';
import type { PlanSlice } from '../review/assign-layers.ts';
import type { Range } from './range.ts';

/**
 * What is left to do for a layer. `settled`: its document was applied or confirmed; live edits after that are drift.
 * `unchanged`: nothing differs. `unrecorded`: one of these, and the ledger does not say so yet. `left`: something, or
 * that is unknown.
 */
export type LayerState = {
  readonly state: 'settled' | 'unchanged' | 'unrecorded' | 'left';
  /** Hash of the document that was applied last, if none of its changes is open. */
  readonly applied?: string;
};

/** By the name of the layer, for layers with a document. */
export type LayerStates = ReadonlyMap<string, LayerState>;

/**
 * Compares the checkout with the last settled deployment; without one, every difference is a change. Read-only.
 *
 * `undefined`: unknown. Settings from before the push decide which credentials are used and where they are sent, so
 * nothing is known if those of the checkout have different ones.
 *
 * @param only names of layers; all if absent
 */
export async function readLayerStates(
  { from, before }: Range,
  context: ActionContext,
  only?: readonly string[],
): Promise<LayerStates | undefined> {
  const base = from ?? before;
  if (base === undefined) return undefined;
  const scope = { base, isOldBase: true as const, fixDrift: from === undefined, ...(only !== undefined && { only }) };
  const rules = rulesText(context.opened.settings);
  return compareDocuments(scope, context, (settings) => rulesText(settings) === rules);
}

/**
 * The same for reviewed layers, each compared with the base of its plan, whose rules the apply uses as well. For a start
 * of which nothing is known: without it, what an earlier run applied would be written again over a live edit. A layer
 * without a state is unknown.
 */
export async function readReviewedStates(
  plans: readonly Pick<PlanSlice, 'plan'>[],
  context: ActionContext,
): Promise<LayerStates> {
  const states = new Map<string, LayerState>();
  for (const { plan } of plans) {
    const compared = await compareDocuments(scopeOf(plan), context, () => true);
    for (const [name, state] of compared ?? []) states.set(name, state);
  }
  return states;
}

/**
 * `undefined` if the documents cannot be compared.
 *
 * @param mayRead asked with the effective settings, before anything is sent
 */
async function compareDocuments(
  scope: Partial<ReturnType<typeof scopeOf>> & { readonly isOldBase?: true },
  { inputs, machine }: ActionContext,
  mayRead: (settings: Settings) => boolean,
): Promise<LayerStates | undefined> {
  const { warn: _, ...options } = contextOptions(inputs, machine);
  const runContext = await openReadContext({ ...options, ...scope }, machine);
  if (!runContext.ok) return undefined;
  const { desired, settings } = runContext.value.workspace;
  if (!mayRead(settings)) return undefined;
  const { plan, live } = await planNow(runContext.value, []);
  const planned = new Map(plan?.layers.map((layer) => [layer.name, layer]));
  const liveByName = new Map(live.map((layer) => [layer.name, layer]));
  return new Map(desired.map(({ name }) => [name, layerState(planned.get(name), liveByName.get(name))]));
}

function layerState(layer: PlannedLayer | undefined, live: LiveLayer | undefined): LayerState {
  const ledger = live?.ledger;
  const applied = ledger?.state === 'kept' && openKinds(ledger).size === 0 ? ledger.entry.document : undefined;
  return { state: stateOf(layer, live), ...(applied !== undefined && { applied }) };
}

function stateOf(layer: PlannedLayer | undefined, live: LiveLayer | undefined): LayerState['state'] {
  if (layer === undefined || live === undefined) return 'left';
  const settled = isSettled(layer, live);
  if (!settled && layer.changes.length > 0) return 'left';
  if (openKinds(live.ledger).size > 0 || unrecordedIn(live.ledger) !== undefined) return 'unrecorded';
  return settled ? 'settled' : 'unchanged';
}

/** The settings that decide what is read, and whether it differs. */
function rulesText({ origins, credentials, transport, costCapUnit }: Settings): string {
  // Settings are plain data; unset members are left out.
  return canonicalJson(JSON.parse(JSON.stringify({ origins, credentials, transport, costCapUnit })) as Value);
}
