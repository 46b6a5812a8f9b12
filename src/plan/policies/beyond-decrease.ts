import type { Change } from '../../model/index.ts';
import { type BudgetMove, type Planned, type PolicyInput, rises } from './policy.ts';

/** The changes of a layer that do more than lower its cap or pause it. */
export function beyondDecrease(input: PolicyInput): (layer: Planned) => readonly Change[] {
  const raised = new Set(input.capMoves.filter(rises).map(({ pair }) => pair));
  const tightened = new Set(input.budgetMoves.filter(isTighter).map(({ pair }) => pair));
  return (layer) =>
    layer.judged.filter((change) => {
      if (change.kind === 'cost-cap') return raised.has(layer.pair);
      if (change.kind === 'cap-enforcement') return !tightened.has(layer.pair);
      if (change.step.by === 'gated') return change.step.campaigns.some(({ verb }) => verb === 'resume');
      return !(change.kind === 'state' && change.fields[0]?.after === 'paused');
    });
}

function isTighter({ unlimited, before, after }: BudgetMove): boolean {
  if (after === undefined) return false;
  return unlimited || (before !== undefined && after.minor <= before.minor);
}
