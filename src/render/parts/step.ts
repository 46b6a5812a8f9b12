import { type Change, nameList, type Step, waitingForAdoption } from '../../model/index.ts';
import { confirmCommand, counted, countedParts } from './phrases.ts';

/** Who carries out a change. */
export const STEP_WORDS: Readonly<Record<Step['by'], string>> = {
  api: 'by reconcile',
  human: 'manual',
  gated: 'via the write gate',
};

export function stepText({ step }: Pick<Change, 'step'>): string {
  return step.by === 'gated' ? `via the Layers write gate, approver: ${step.approver}` : STEP_WORDS[step.by];
}

/** The same with its number of API calls, if any, and its origin if that is not the diff. */
export function stepAndCallsText(change: Change): string {
  const calls = change.calls === 0 ? '' : `, ${counted(change.calls, 'call')}`;
  return `${stepText(change)}${calls}${openSuffix(change)}`;
}

/** For a change that the diff does not make. */
export function openSuffix({ stillOpen }: Pick<Change, 'stillOpen'>): string {
  return stillOpen === true ? ', still open from an earlier plan' : '';
}

/** `2 changes (1 by reconcile, 1 manual)`. */
export function changesText(changes: readonly Change[], within = ''): string {
  const steps = countedParts(
    (['api', 'human', 'gated'] as const).map((by) => [
      changes.filter(({ step }) => step.by === by).length,
      STEP_WORDS[by],
    ]),
  );
  return `${counted(changes.length, 'change')}${within} (${steps})`;
}

/**
 * What an open change waits for, as part of a sentence: a change before it, or who has to act.
 *
 * @param open all open changes of its layer
 */
export function openText({ kind, layer, step, dependsOn }: Change, open: readonly Change[]): string {
  const before = open.filter(({ id }) => dependsOn.includes(id)).map((change) => change.kind);
  if (before.length > 0) return `waiting for ${nameList(before)}`;
  if (kind === 'adopt') return `waiting for you (${confirmCommand(layer, 'pasted')})`;
  switch (step.by) {
    case 'api':
      return 'waiting for the next apply';
    case 'human':
      return `waiting for you (then: ${confirmCommand(layer)})`;
    case 'gated':
      return `waiting for ${step.approver}`;
    default:
      return step satisfies never;
  }
}

/**
 * What a remaining change needs: `capi: for the next apply`.
 *
 * @param all the changes of its layer
 */
export function remainingText({ id, step }: Change, all: readonly Change[]): string {
  if (waitingForAdoption(all).has(id)) return 'once the layer is adopted';
  switch (step.by) {
    case 'api':
      return 'for the next apply';
    case 'human':
      return 'manual';
    case 'gated':
      return `waiting for ${step.approver}`;
    default:
      return step satisfies never;
  }
}
