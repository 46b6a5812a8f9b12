import type { DesiredLayer, LiveLayer } from '../../src/model/index.ts';
import { kept, layers, WRITTEN } from './layers.ts';

/** Adopted layers, each with its own ids; the cap of every fifth one differs from the live one. */
export function manyLayers(count: number): {
  readonly desired: readonly DesiredLayer[];
  readonly live: readonly LiveLayer[];
} {
  return layers(count, (n) => ({
    desired: n % 5 === 0 ? { fields: { monthlyCostCap: 31_000 } } : {},
    sight: { ledger: kept({ ...WRITTEN, adAccountId: String(7_000_000_000_000 + n) }) },
  }));
}
