import { capMoves, type Policy, refuse, rises } from './policy.ts';

/** A protected layer may be lowered and paused by anyone, and nothing else. */
export const protectedLayer: Policy = (whole) => {
  const raised = capMoves(whole).filter(rises);
  return whole.planned.flatMap(({ pair, changes }) => {
    if (!pair.desired.protected) return [];
    const beyond = changes.filter((change) => {
      if (change.kind === 'cost-cap') return raised.some((move) => move.pair === pair);
      return !(change.kind === 'state' && change.fields[0]?.after === 'paused');
    });
    if (beyond.length === 0) return [];
    const kinds = beyond.map(({ kind }) => kind).join(', ');
    return [
      refuse(
        'protected',
        pair,
        'protected',
        `The layer is protected, and the plan would do more than lower or pause it: ${kinds}.`,
      ),
    ];
  });
};
