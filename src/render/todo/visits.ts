import {
  type Change,
  groupBy,
  type Plan,
  type PlannedLayer,
  type Value,
  waitingForAdoption,
} from '../../model/index.ts';
import { humanChanges, mergedStep } from '../plan/manual-steps.ts';

/** One screen, and what a person does there. */
export type Visit = {
  /** A URL, or a place in words. */
  readonly screen: string;
  /** Equal steps of several layers are one. Never empty. */
  readonly steps: readonly VisitStep[];
};

export type VisitStep = {
  readonly layers: readonly string[];
  readonly tasks: readonly string[];
  /** Members to set in "View as JSON". */
  readonly paste?: Value;
  /** Shows that it is done: an API, the pasted config, or only the person's word. */
  readonly proof: 'api' | 'pasted' | 'word';
  /** Ids. */
  readonly changes: readonly string[];
};

/** Changes that wait for something else, with the kinds of the open changes before them. */
export type BlockedStep = { readonly layer: string; readonly change: string; readonly waitingFor: readonly string[] };

/** The open manual steps, one visit for each screen if the order of the steps allows it. */
export type Tour = {
  /** In order: a step that depends on others comes after them. */
  readonly visits: readonly Visit[];
  /** Manual changes that wait for reconcile, an approval, or a skipped step. */
  readonly blocked: readonly BlockedStep[];
  /** Number of changes that wait for the adoption of their layer: they may become unnecessary. */
  readonly afterAdoption: number;
  /** Layers whose plan is refused. They are only adopted or installed. */
  readonly refused: readonly string[];
};

type Item = { readonly layer: PlannedLayer; readonly change: Change; readonly screen: string };

/** @param skipped ids of changes that the person left out */
export function tourOf(plan: Pick<Plan, 'layers' | 'refusals'>, skipped: ReadonlySet<string> = new Set()): Tour {
  const items = plan.layers.flatMap((layer) =>
    humanChanges(layer.changes).map(
      ({ change, instructions }): Item => ({ layer, change, screen: instructions.screen }),
    ),
  );
  const refused = plan.layers.filter((layer) => isRefused(layer, plan)).map(({ name }) => name);
  // What an adoption shows can make a step that waits for it unnecessary.
  const waiting = new Set(plan.layers.flatMap(({ changes }) => [...waitingForAdoption(changes)]));
  const offered = items.filter(
    ({ layer, change: { id, kind } }) =>
      !skipped.has(id) && !waiting.has(id) && (isBasic(kind) || !refused.includes(layer.name)),
  );
  const visits: Visit[] = [];
  const done = new Set<string>();
  const reachable = reachableFrom(offered, done);
  for (;;) {
    const next = nextScreen(
      reachable.filter(({ change }) => !done.has(change.id)),
      done,
    );
    if (next === undefined) break;
    visits.push(visitOf(next));
    for (const { change } of next) done.add(change.id);
  }
  const blocked = items.filter(
    ({ layer, change: { id } }) =>
      !done.has(id) && !skipped.has(id) && !waiting.has(id) && !refused.includes(layer.name),
  );
  return { visits, blocked: blocked.map(blockedStep), afterAdoption: waiting.size, refused };
}

/** A refused plan must not ask people to do manually what it refuses. */
function isRefused({ name, currency }: PlannedLayer, { refusals }: Pick<Plan, 'refusals'>): boolean {
  return refusals.some(({ subject }) => subject === name || subject === 'all' || subject === currency);
}

/** Whether it changes no value. */
function isBasic(kind: Change['kind']): boolean {
  return kind === 'adopt' || kind === 'install';
}

/** The steps that people can do without reconcile, in any number of visits. */
function reachableFrom(items: readonly Item[], done: ReadonlySet<string>): readonly Item[] {
  const reached = new Set(done);
  for (;;) {
    const more = items.filter((item) => !reached.has(item.change.id) && isReady(item, reached));
    if (more.length === 0) return items.filter(({ change }) => reached.has(change.id));
    for (const { change } of more) reached.add(change.id);
  }
}

function isReady({ layer, change }: Item, done: ReadonlySet<string>): boolean {
  return change.dependsOn.every((id) => done.has(id) || !layer.changes.some((other) => other.id === id));
}

/**
 * The steps of one screen that can be done now. A screen on which nothing is left for later comes before others. Nothing
 * is known about a layer before it is installed or adopted, so that is a visit of its own.
 */
function nextScreen(items: readonly Item[], done: ReadonlySet<string>): readonly Item[] | undefined {
  const screens = [...groupBy(items, ({ screen }) => screen).values()].map((all) => {
    const basic = all.filter((item) => isBasic(item.change.kind) && isReady(item, done));
    return {
      all,
      ready: basic.length > 0 ? basic : reachableFrom(all, done).filter(({ change }) => !done.has(change.id)),
    };
  });
  const usable = screens.filter(({ ready }) => ready.length > 0);
  return (usable.find(({ all, ready }) => ready.length === all.length) ?? usable[0])?.ready;
}

function visitOf(items: readonly Item[]): Visit {
  const parts = groupBy(items, ({ layer, change }) => JSON.stringify([layer.name, proofOf(change)]));
  const steps = [...parts.values()].flatMap((group): readonly VisitStep[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { screens: _, ...step } = mergedStep(humanChanges(group.map(({ change }) => change)));
    const changes = group.map(({ change }) => change.id);
    return [{ layers: [first.layer.name], ...step, proof: proofOf(first.change), changes }];
  });
  const same = groupBy(steps, ({ tasks, paste, proof }) => JSON.stringify([tasks, paste, proof]));
  return {
    screen: items[0]?.screen ?? '',
    steps: [...same.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        { ...first, layers: group.flatMap(({ layers }) => layers), changes: group.flatMap(({ changes }) => changes) },
      ];
    }),
  };
}

function proofOf({ kind, step, fields }: Change): VisitStep['proof'] {
  if (kind === 'adopt' || (step.by === 'human' && step.instructions.paste !== undefined)) return 'pasted';
  return fields.length === 0 || fields.some(({ before }) => before.provenance === 'api') ? 'api' : 'word';
}

function blockedStep({ layer, change }: Item): BlockedStep {
  const before = layer.changes.filter(({ id }) => change.dependsOn.includes(id));
  return { layer: layer.name, change: change.kind, waitingFor: before.map(({ kind }) => kind) };
}
