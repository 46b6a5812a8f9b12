import {
  type Change,
  groupBy,
  type Location,
  nameList,
  type Plan,
  type PlannedLayer,
  type Refusal,
} from '../../model/index.ts';
import { linesOfChange, readingOf } from '../parts/fields.ts';
import { counted } from '../parts/phrases.ts';
import { stepAndCallsText } from '../parts/step.ts';
import { presentChanges } from './adoptions.ts';
import type { ManualStep, ManualSteps } from './manual-steps.ts';

/** Changes that the same layers have in common, or the other changes of one layer. */
export type ChangeBlock = {
  /** At least one. */
  readonly layers: readonly [PlannedLayer, ...PlannedLayer[]];
  readonly changes: readonly GroupedChange[];
  /** Number of changes of this layer in blocks of several layers; 0 for those blocks. */
  readonly shared: number;
};

export type GroupedChange = {
  /** That of the first layer: the others differ only in what no page shows. */
  readonly change: Change;
  /** Without duplicates. */
  readonly sources: readonly Place[];
};

/** A line of a file. */
export type Place = Pick<Location, 'file' | 'line'>;

type Member = { readonly layer: PlannedLayer; readonly change: Change };

/** Blocks of several layers first, then layer by layer. A change of several layers is in one block. */
export function changeBlocks(plan: Plan): readonly ChangeBlock[] {
  const members = plan.layers.flatMap((layer) => layer.changes.map((change): Member => ({ layer, change })));
  const groups = [...groupBy(members, (member) => appearance(plan, member)).values()];
  const shared = groups.filter((group) => group.length > 1);
  const blocks = [...groupBy(shared, (group) => group.map(({ layer }) => layer.name).join('\n')).values()];
  const elsewhere = new Set(shared.flat().map(({ change }) => change));
  return [
    ...blocks.flatMap((sameLayers) => blockOf(sameLayers, 0)),
    ...plan.layers.flatMap((layer) => {
      const own = layer.changes.filter((change) => !elsewhere.has(change));
      return blockOf(
        own.map((change) => [{ layer, change }]),
        layer.changes.length - own.length,
      );
    }),
  ];
}

/** More layers to adopt than this are shown without the changes that only one of them has. */
const MAX_DETAILED_ADOPTIONS = 5;

/**
 * The blocks without changes of single layers that wait for one of many adoptions, and what is left out as a sentence.
 * The current values are unknown, so such a change shows only what its document says.
 */
export function withoutWaiting(blocks: readonly ChangeBlock[]): {
  readonly blocks: readonly ChangeBlock[];
  readonly left?: string;
} {
  const waiting = blocks.filter(({ layers: [layer, ...others] }) => others.length === 0 && needsAdoption(layer));
  if (waiting.length <= MAX_DETAILED_ADOPTIONS) return { blocks };
  const brief = blocks.map((block) => (waiting.includes(block) ? presentPart(block) : block));
  const left = waiting.flatMap((block) => withoutAll(block.changes, presentPart(block).changes));
  const kinds = [...groupBy(left, ({ change }) => change.kind)].map(([kind, group]) => `${group.length} ${kind}`);
  return {
    blocks: brief.filter(({ changes }) => changes.length > 0),
    ...(left.length > 0 && {
      left: `${counted(left.length, 'change')} with other values in each layer wait as well: ${kinds.join(', ')} (--verbose lists them)`,
    }),
  };
}

function needsAdoption({ changes }: PlannedLayer): boolean {
  return changes.some(({ kind }) => kind === 'adopt');
}

function presentPart(block: ChangeBlock): ChangeBlock {
  const present = new Set(presentChanges(block.layers[0].changes));
  return { ...block, changes: block.changes.filter(({ change }) => present.has(change)) };
}

function withoutAll(changes: readonly GroupedChange[], some: readonly GroupedChange[]): readonly GroupedChange[] {
  return changes.filter((change) => !some.includes(change));
}

/** Equal for changes that look the same. Hidden values would make different ones equal, so they are compared in full. */
function appearance(plan: Plan, { layer, change }: Member): string {
  const { app: _, ...reading } = readingOf(plan, layer, false);
  return JSON.stringify([change.kind, stepAndCallsText(change), linesOfChange(change, reading)]);
}

function blockOf(groups: readonly (readonly Member[])[], shared: number): readonly ChangeBlock[] {
  const [first, ...rest] = groups[0]?.map(({ layer }) => layer) ?? [];
  if (first === undefined) return [];
  const changes = groups.flatMap((group): readonly GroupedChange[] => {
    const change = group[0]?.change;
    return change === undefined ? [] : [{ change, sources: sourcesOf(group) }];
  });
  return [{ layers: [first, ...rest], changes, shared }];
}

function sourcesOf(group: readonly Member[]): readonly Place[] {
  return uniquePlaces(group.flatMap(({ change }) => change.fields.flatMap(({ source }) => source ?? [])));
}

export function uniquePlaces(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [placeText(place), place])).values()];
}

/** `defaults/usd.yaml:3`. */
function placeText({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** Refusals of one policy with the same reason: at least one. */
export type RefusalGroup = readonly [Refusal, ...Refusal[]];

export function refusalGroups(refusals: readonly Refusal[]): readonly RefusalGroup[] {
  const groups = groupBy(refusals, ({ policy, message }) => JSON.stringify([policy, message]));
  return [...groups.values()].flatMap(([first, ...rest]): readonly RefusalGroup[] =>
    first === undefined ? [] : [[first, ...rest]],
  );
}

/** Without duplicates. */
export function locationsOf(group: RefusalGroup): readonly Place[] {
  return uniquePlaces(group.flatMap(({ location }) => location ?? []));
}

/** `defaults/usd.yaml:3`; of many places, the first three. */
export function placesText(places: readonly Place[]): string {
  return nameList(places.map(placeText), MAX_PLACES);
}

/** Shown of a group. */
export const MAX_PLACES = 3;

/** The subjects of one policy, and the account whose label allows it. */
export type AllowedGroup = { readonly policy: string; readonly subjects: readonly string[]; readonly by?: string };

export function allowedGroups(allowed: Plan['allowed']): readonly AllowedGroup[] {
  const groups = groupBy(allowed, ({ policy, by = '' }) => JSON.stringify([policy, by]));
  return [...groups.values()].flatMap((group): readonly AllowedGroup[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { policy, by } = first;
    return [{ policy, subjects: group.map(({ subject }) => subject), ...(by !== undefined && { by }) }];
  });
}

/** `Allowed: cap-increase for acme-ios, by label of @maya`, one line per policy. */
export function allowedTexts(allowed: Plan['allowed'], maxNames: number): readonly string[] {
  return allowedGroups(allowed).map(({ policy, subjects, by }) => {
    const label = by === undefined ? '' : `, by label of @${by}`;
    return `Allowed: ${policy} for ${nameList(subjects, maxNames)}${label}`;
  });
}

/** The screen of a step if it is a different one for each layer of a group. */
export const OWN_SCREEN = 'On the screen of each layer, listed below:';

/** The same manual steps of one or several layers. */
export type StepGroup = {
  /** `screens`: those that all layers have in common; empty if each has its own. */
  readonly steps: readonly ManualStep[];
  /** `screens`: the layer's own. */
  readonly layers: readonly { readonly name: string; readonly screens: readonly string[] }[];
};

export function stepGroups(layers: readonly ManualSteps[]): readonly StepGroup[] {
  const tasks = ({ steps }: ManualSteps) => JSON.stringify(steps.map(({ screens: _, ...step }) => step));
  return [...groupBy(layers, tasks).values()].flatMap((group): readonly StepGroup[] => {
    const [first] = group;
    if (first === undefined) return [];
    const isShared = first.steps.map(
      (_, index) => new Set(group.map(({ steps }) => screensOf(steps[index]))).size === 1,
    );
    return [
      {
        steps: first.steps.map((step, index) => (isShared[index] === true ? step : { ...step, screens: [] })),
        layers: group.map(({ layer, steps }) => ({
          name: layer,
          screens: [...new Set(steps.flatMap(({ screens }, index) => (isShared[index] === true ? [] : screens)))],
        })),
      },
    ];
  });
}

function screensOf(step: ManualStep | undefined): string {
  return (step?.screens ?? []).join('\n');
}
