import type { World } from '../../src/sandbox/index.ts';

/** A claim as it lies in a project's metadata. */
export type Claimed = {
  readonly project: string;
  readonly run: string;
  readonly revision: number;
  readonly until: Date;
};

/** The claims that were not released. */
export function claimsIn({ layers }: Pick<World, 'layers'>, projects: readonly string[]): readonly Claimed[] {
  return layers.projects
    .filter(({ id }) => projects.includes(id))
    .flatMap(({ id, metadata }) => {
      // Ours, and no other run writes there in these worlds.
      const ledger = (metadata as { reconcile?: { claim?: { run: string; revision: number; until: string } } })
        .reconcile;
      if (ledger?.claim === undefined) return [];
      const { run, revision, until } = ledger.claim;
      return [{ project: id, run, revision, until: new Date(until) }];
    });
}
