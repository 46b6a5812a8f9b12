import { readBudgets } from './budgets.ts';
import { readCampaigns } from './campaigns.ts';
import type { SecondPass, SecondPassRead } from './each-layer.ts';
import type { FirstPass } from './first-pass-layer.ts';
import { readPartnerships, readPixelLinks } from './shared-assets.ts';
import { readSpark } from './spark.ts';

/**
 * Reads what only some documents need: partnerships in agency mode, links of pixels that the account does not list,
 * budgets if TikTok enforces the cap, Spark codes, and campaigns to pause. Sends no other requests.
 *
 * @param now determines which Spark codes are still valid
 */
export async function readSecondPass(
  layers: readonly FirstPass[],
  now: Date,
  signal: AbortSignal,
): Promise<SecondPassRead> {
  const reads = await Promise.all([
    readPartnerships(layers, signal),
    readPixelLinks(layers, signal),
    readBudgets(layers, signal),
    readSpark(layers, now, signal),
    readCampaigns(layers, signal),
  ]);
  const byLayer = new Map<string, SecondPass>();
  for (const [name, part] of reads.flatMap((read) => [...read.byLayer])) {
    const known = byLayer.get(name);
    byLayer.set(name, { ...known, ...part, fields: { ...known?.fields, ...part.fields } });
  }
  return { byLayer, failures: reads.flatMap((read) => read.failures) };
}
