import { withLedger } from '../../src/layers/index.ts';
import type { LedgerEntry } from '../../src/model/index.ts';
import { worldOfMany } from './many-layers.mjs';

type Config = {
  readonly mode: 'byo';
  readonly adAccountId: string;
  readonly objectives: readonly string[];
  readonly monthlyCostCap: number;
  readonly capi: { readonly enabled: boolean; readonly pixel_id: string; readonly access_token_vault_id: string };
};

type Project = { readonly layers: readonly [{ readonly id: string; readonly config: Config }]; metadata?: unknown };

/** A world of `worldOfMany` in which all layers are in the ledger, with a check of their pixels at `now`. */
export function adoptedWorldOfMany(
  count: number,
  options: Parameters<typeof worldOfMany>[1] & { readonly now: string },
) {
  const world = JSON.parse(worldOfMany(count, options)) as {
    readonly layers: { readonly projects: readonly Project[] };
  };
  for (const project of world.layers.projects) {
    const [{ id, config }] = project.layers;
    project.metadata = withLedger({}, { revision: 1, entries: { [id]: entryOf(config, options.now) }, drop: [] });
  }
  return JSON.stringify(world);
}

function entryOf(config: Config, time: string): LedgerEntry {
  const { mode, adAccountId, objectives, monthlyCostCap, capi } = config;
  return {
    config: {
      mode,
      adAccountId,
      objectives,
      monthlyCostCap,
      'capi.enabled': capi.enabled,
      'capi.pixel_id': capi.pixel_id,
      'capi.access_token_vault_id': capi.access_token_vault_id,
      tiktokBusinessId: null,
      'capi.event_map': null,
    },
    digest: 'sha256:before',
    pixelCheck: { pixel: capi.pixel_id, account: adAccountId, time },
    revision: 1,
    owner: { repository: null, root: '' },
    commit: null,
    time,
  };
}
