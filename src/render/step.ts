import type { Change } from '../model/index.ts';
import { counted } from './counting.ts';

export function stepText({ step }: Change): string {
  switch (step.by) {
    case 'api':
      return 'by reconcile';
    case 'human':
      return 'by a person';
    case 'gated':
      return `through the write gate of Layers, where ${step.approver} approves what is held`;
    default:
      return step satisfies never;
  }
}

/** The same with its number of API calls, if any. */
export function stepAndCallsText(change: Change): string {
  return change.calls === 0 ? stepText(change) : `${stepText(change)}, ${counted(change.calls, 'call')}`;
}
