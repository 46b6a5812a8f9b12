import type { Hook } from '../../src/sandbox/index.ts';
import type { StoryHarness } from '../support/harness.ts';
import { type FlatWorld, flattenWorld } from './flat-world.ts';

type World = Parameters<Hook>[2];

type Listener = (moment: 'before' | 'after') => void;

/** The world of the sandbox itself after the last request: a copy would take longer than the rest. */
export type View = {
  readonly world: () => World;
  /** @param ours projects with a ledger of reconcile */
  readonly flatten: (ours: readonly string[]) => FlatWorld;
  /** From now on, the world after each write. Earlier violations are cleared. */
  readonly watch: (ours: readonly string[]) => readonly FlatWorld[];
  /** Called for every request until the next call. `undefined`: removed. */
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
