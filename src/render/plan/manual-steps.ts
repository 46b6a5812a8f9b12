import { type Change, type HumanStep, isMap, type Plan, type PlannedLayer, type Value } from '../../model/index.ts';
import { presentChanges } from './adoptions.ts';

export type ManualSteps = { readonly layer: string; readonly steps: readonly ManualStep[] };

export type ManualStep = {
  readonly screens: readonly string[];
  readonly tasks: readonly string[];
  /** Everything to paste into the "View as JSON" editor of this layer. */
  readonly paste?: Value;
};

/** A change that a person carries out. */
export type HumanChange = { readonly change: Change; readonly instructions: HumanStep };

/** A refused plan must not ask people to do manually what it refuses. */
export function manualStepsTitle({ refusals }: Pick<Plan, 'refusals'>): string {
  return refusals.length === 0 ? 'Manual steps' : 'Manual steps (once the refusals are resolved)';
}

/** Leaves out layers without manual steps. Steps that wait for an adoption are not due yet: they may become unnecessary. */
export function manualSteps(layers: readonly Pick<PlannedLayer, 'name' | 'changes'>[]): readonly ManualSteps[] {
  return layers.flatMap((layer) => {
    const steps = stepsOf(presentChanges(layer.changes));
    return steps.length === 0 ? [] : [{ layer: layer.name, steps }];
  });
}

/**
 * All pastes of a layer become one step, because they go into one editor. It replaces the first one, or follows the last
 * step that one of them depends on.
 */
function stepsOf(changes: readonly Change[]): readonly ManualStep[] {
  const human = humanChanges(changes);
  const pastes = human.filter(({ instructions }) => instructions.paste !== undefined);
  const others = human.filter(({ instructions }) => instructions.paste === undefined);
  const steps = others.map(
    ({ instructions }): ManualStep => ({ screens: [instructions.screen], tasks: instructions.tasks }),
  );
  if (pastes.length === 0) return steps;
  const firstPaste = human.findIndex(({ instructions }) => instructions.paste !== undefined);
  const needed = new Set(pastes.flatMap(({ change }) => change.dependsOn));
  const lastNeeded = others.findLastIndex(({ change }) => needed.has(change.id));
  return steps.toSpliced(Math.max(firstPaste, lastNeeded + 1), 0, mergedStep(pastes));
}

export function humanChanges(changes: readonly Change[]): readonly HumanChange[] {
  return changes.flatMap((change) =>
    change.step.by === 'human' ? [{ change, instructions: change.step.instructions }] : [],
  );
}

/** Several changes as one step. Sentences and members occur once. */
export function mergedStep(changes: readonly HumanChange[]): ManualStep {
  const pastes = changes.flatMap(({ instructions }) => instructions.paste ?? []);
  return {
    screens: [...new Set(changes.map(({ instructions }) => instructions.screen))],
    tasks: changes.map(({ instructions }) => instructions.tasks).reduce(inOneOrder, []),
    ...(pastes.length > 0 && { paste: pastes.reduce<Value>(merged, {}) }),
  };
}

/** Adds sentences that are new, each before the known one that follows it. Equal sentences occur once. */
function inOneOrder(known: readonly string[], further: readonly string[]): readonly string[] {
  return further.reduce((order, sentence, index) => {
    if (order.includes(sentence)) return order;
    const next = further.slice(index + 1).find((later) => order.includes(later));
    return order.toSpliced(next === undefined ? order.length : order.indexOf(next), 0, sentence);
  }, known);
}

function merged(earlier: Value, later: Value): Value {
  if (!isMap(earlier) || !isMap(later)) return later;
  const members = new Map(Object.entries(earlier));
  for (const [key, member] of Object.entries(later)) {
    const known = members.get(key);
    members.set(key, known === undefined ? member : merged(known, member));
  }
  return Object.fromEntries(members);
}
