import type { World } from '../../src/sandbox/index.ts';

/** The ledger entries of each layer, as text. Writer, time and revision differ in each run. */
export function ledgersIn({ layers }: Pick<World, 'layers'>, projects: readonly string[]): string {
  const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
  const found = layers.projects
    .filter(({ id }) => projects.includes(id))
    .map(({ id, metadata }) => {
      // Only reconcile writes there in these worlds.
      const { reconcile } = metadata as { reconcile?: { layers?: Record<string, Entry>; claim?: unknown } };
      const entries = Object.entries(reconcile?.layers ?? {}).map(
        ([key, { config, owner, commit }]): [string, unknown] => [key, { config: sorted(config), owner, commit }],
      );
      return [
        id,
        Object.fromEntries(entries.sort(byKey)),
        reconcile?.claim === undefined ? 'given back' : reconcile.claim,
      ];
    });
  return JSON.stringify(found, null, 1);
}

type Entry = { readonly config: Record<string, unknown>; readonly owner: unknown; readonly commit: unknown };

function sorted(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
}
