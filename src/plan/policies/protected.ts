import type { Refusal } from '../../model/index.ts';
import { beyondDecrease } from './beyond-decrease.ts';
import { type Policy, refuse } from './policy.ts';

/**
 * A protected layer may only be lowered and paused. The base counts as well: removing the protection or the document,
 * or renaming it, does not remove the guard.
 */
export const protectedLayer: Policy = (input) => {
  const beyondOf = beyondDecrease(input);
  const before = new Set(input.base.filter((layer) => layer.protected).map(({ name }) => name));
  const changed = input.changed.flatMap((layer): readonly Refusal[] => {
    const { pair } = layer;
    const { name } = pair.desired;
    const wasProtected = before.has(name) || input.before.get(pair.desired)?.protected === true;
    if (!pair.desired.protected && !wasProtected) return [];
    const beyond = beyondOf(layer);
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
