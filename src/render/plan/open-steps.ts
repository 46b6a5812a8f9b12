import type { Plan } from '../../model/index.ts';
import { counted } from '../parts/phrases.ts';

/** What a person does after the merge: `1 layer to adopt, 2 manual steps`; empty if nothing waits for a person. */
export function openStepsText({ layers }: Pick<Plan, 'layers'>): string {
  const changes = layers.flatMap((layer) => layer.changes);
  const human = changes.filter(({ step }) => step.by === 'human');
  const adopt = human.filter(({ kind }) => kind === 'adopt').length;
  const approvals = changes.filter(
    ({ step }) => step.by === 'gated' && step.campaigns.some(({ predicted }) => AWAITED.has(predicted)),
  ).length;
  const manual = human.length - adopt;
  return [
    ...(adopt > 0 ? [`${counted(adopt, 'layer')} to adopt`] : []),
    ...(manual > 0 ? [counted(manual, 'manual step')] : []),
    ...(approvals > 0 ? [`${counted(approvals, 'approval')} at Layers`] : []),
  ].join(', ');
}

const AWAITED: ReadonlySet<string> = new Set(['queued', 'requested']);
