import type { Refusal } from '../../model/index.ts';
import { type BudgetMove, budgetMoves, capMoves, judgeable, type Policy, refuse, rises } from './policy.ts';

/**
 * A protected layer may only be lowered and paused. The base counts as well: removing the protection or the document,
 * or renaming it, does not remove the guard.
 */
export const protectedLayer: Policy = (input) => {
  const raised = capMoves(input).filter(rises);
  const tightened = budgetMoves(input).filter(isTighter);
  const before = new Set(input.base.filter((layer) => layer.protected).map(({ name }) => name));
  const changed = input.planned.flatMap((layer): readonly Refusal[] => {
    const { pair } = layer;
    const { name } = pair.desired;
    const wasProtected = before.has(name) || input.before.get(pair.desired)?.protected === true;
    if (!pair.desired.protected && !wasProtected) return [];
    const beyond = judgeable(layer).filter((change) => {
      if (change.kind === 'cost-cap') return raised.some((move) => move.pair === pair);
      if (change.kind === 'cap-enforcement') return !tightened.some((move) => move.pair === pair);
      if (change.step.by === 'gated') return change.step.campaigns.some(({ verb }) => verb === 'resume');
      return !(change.kind === 'state' && change.fields[0]?.after === 'paused');
    });
    if (beyond.length === 0) return [];
    const kinds = beyond.map(({ kind }) => kind).join(', ');
    const message = `The layer is protected, but the plan does more than lower its cap or pause it: ${kinds}.`;
    return [refuse('protected', pair, 'protected', message)];
  });
  const removed = input.removed
    .filter(({ name }) => before.has(name))
    .map(
      ({ name, file }): Refusal => ({
        policy: 'protected',
        subject: name,
        message: `The layer is protected, but its document ${file} is removed.`,
      }),
    );
  return [...changed, ...removed];
};

function isTighter({ unlimited, before, after }: BudgetMove): boolean {
  if (after === undefined) return false;
  return unlimited || (before !== undefined && after.minor <= before.minor);
}
