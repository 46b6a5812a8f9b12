import type { Hook } from '../../src/sandbox/index.ts';
import type { StoryHarness } from '../support/harness.ts';
import { type FlatWorld, flattenWorld } from './flat-world.ts';

type World = Parameters<Hook>[2];

type Listener = (moment: 'before' | 'after') => void;

/** The sandbox's own world, as the last request left it: a copy takes longer than all else that is done here. */
export type View = {
  readonly world: () => World;
  /** @param ours projects that reconcile keeps a ledger in */
  readonly flatten: (ours: readonly string[]) => FlatWorld;
  /** From now on, what the world is after each write. What went wrong and was logged before is forgotten. */
  readonly watch: (ours: readonly string[]) => readonly FlatWorld[];
  /** Hears of every request until somebody else listens. `undefined`: nobody. */
  readonly listen: (listener: Listener | undefined) => void;
};

export function viewOf({ world, intervene, sandbox, forget }: StoryHarness): View {
  let current: World = world();
  let listener: Listener | undefined;
  intervene((_, __, next) => {
    current = next;
  });
  return {
    world: () => current,
    flatten: (ours) => flattenWorld(current, ours),
    watch: (ours) => {
      const seen: FlatWorld[] = [];
      sandbox.faults([]);
      forget();
      intervene((request, moment, next) => {
        current = next;
        listener?.(moment);
        if (moment === 'after' && request.method !== 'GET') seen.push(flattenWorld(next, ours));
      });
      return seen;
    },
    listen: (next) => {
      listener = next;
    },
  };
}
