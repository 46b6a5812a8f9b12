import { type Change, type Step, waitingForAdoption } from '../../model/index.ts';
import { counted, countedParts } from './phrases.ts';

/** Who carries out a change. */
export const STEP_WORDS: Readonly<Record<Step['by'], string>> = {
  api: 'by reconcile',
  human: 'manual',
  gated: 'via the write gate',
};

export function stepText({ step }: Pick<Change, 'step'>): string {
  return step.by === 'gated' ? `via the Layers write gate, approver: ${step.approver}` : STEP_WORDS[step.by];
}

/** The same with its number of API calls, if any. */
export function stepAndCallsText(change: Change): string {
  return change.calls === 0 ? stepText(change) : `${stepText(change)}, ${counted(change.calls, 'call')}`;
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
