import { type Change, type Plan, waitingForAdoption } from '../../model/index.ts';
import { confirmCommand, counted } from '../parts/phrases.ts';

/** Layers that a person adopts first: their current config is unknown. One block, however many they are. */
export type Adoptions = {
  readonly why: string;
  /** In order. The last one has the command. */
  readonly steps: readonly string[];
  readonly command: string;
  /** Never empty. `screen` is a URL. */
  readonly layers: readonly { readonly name: string; readonly screen: string }[];
};

export const ADOPTIONS_TITLE = 'Layers to adopt';

/** `undefined` if there are none. */
export function adoptions({ layers }: Pick<Plan, 'layers'>): Adoptions | undefined {
  const found = layers.flatMap(({ name, changes }) =>
    changes.flatMap(({ kind, step }) =>
      kind === 'adopt' && step.by === 'human'
        ? [{ name, screen: step.instructions.screen, tasks: step.instructions.tasks }]
        : [],
    ),
  );
  const [first, second] = found;
  if (first === undefined) return undefined;
  return {
    why: 'No API shows the whole config of a layer. Changes that depend on unknown values wait until a person records it.',
    steps: [
      ...first.tasks,
      second === undefined
        ? 'Record it with:'
        : 'Write the texts of all layers into one file, { "NAME": { … }, … }, and record them with:',
    ],
    command: second === undefined ? confirmCommand(first.name, 'pasted') : 'reconcile confirm --json FILE',
    layers: found.map(({ name, screen }) => ({ name, screen })),
  };
}

/** `1 layer to adopt: 5 changes wait for it`; empty if there are none. */
export function adoptionText({ layers }: Pick<Plan, 'layers'>): string {
  const count = layers.filter(({ changes }) => changes.some(({ kind }) => kind === 'adopt')).length;
  if (count === 0) return '';
  const waiting = layers.reduce((sum, { changes }) => sum + waitingForAdoption(changes).size, 0);
  return `${counted(count, 'layer')} to adopt: ${counted(waiting, 'change waits', 'changes wait')} for ${count === 1 ? 'it' : 'them'}.`;
}

/** The changes that wait for no adoption, without the adoptions. */
export function presentChanges(changes: readonly Change[]): readonly Change[] {
  const waiting = waitingForAdoption(changes);
  return changes.filter(({ id, kind }) => kind !== 'adopt' && !waiting.has(id));
}
