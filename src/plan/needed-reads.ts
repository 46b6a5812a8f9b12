import {
  ALL_READS,
  type ChangeKind,
  type DesiredLayer,
  type LiveLayer,
  mayWriteCampaigns,
  type NeededReads,
  recentPixelCheck,
  type Settings,
} from '../model/index.ts';
import { findChanges } from './changes/index.ts';
import { isCapiOn } from './checks/check.ts';
import { needsEvents } from './checks/raise.ts';
import { liveAt } from './compare.ts';
import type { Pair } from './pair.ts';
import { pairUp } from './pair-up.ts';

/**
 * The reads that a plan of this layer depends on. Without a base every difference counts, so a plan with a base needs no
 * more. If the document contradicts what is known, all are needed.
 *
 * @param live without the values that these reads show
 */
export function neededReads(desired: DesiredLayer, live: LiveLayer, settings: Settings, today: Date): NeededReads {
  const pairs = pairUp([desired], [live], settings);
  const [pair] = pairs.ok ? pairs.value : [];
  if (pair === undefined) return ALL_READS;
  const changes = findChanges(pair);
  const kinds = new Set(changes.map(({ kind }) => kind));
  return {
    // The kill switch decides whether Layers accepts writes to campaigns.
    defaults: live.layerId === undefined || changes.length > 0 || mayWriteCampaigns(desired, live.ledger),
    apps: kinds.has('capi'),
    pixel: [...PIXEL_KINDS].some((kind) => kinds.has(kind)) || isRelayInTrouble(pair) || !isPixelKnown(pair, today),
    spend: hasCap(pair),
    exactSpend: kinds.has('cost-cap') || kinds.has('cap-enforcement'),
    events: needsEvents(pair, changes, today),
  };
}

/** All reads. Events describe no layer: they are read only if a check of the plan depends on them. */
export function allReads(desired: DesiredLayer, live: LiveLayer, settings: Settings, today: Date): NeededReads {
  return { ...ALL_READS, events: neededReads(desired, live, settings, today).events };
}

/** Changes that a policy about the pixel judges, and those that may spend more while its events reach no ad. */
const PIXEL_KINDS: ReadonlySet<ChangeKind> = new Set([
  'binding',
  'pixel-link',
  'pixel',
  'capi',
  'cost-cap',
  'cap-enforcement',
  'state',
  'campaigns',
]);

/** CAPI is on, and Layers does not report it as healthy. */
function isRelayInTrouble(pair: Pair): boolean {
  const { capi } = pair.live;
  if (!isCapiOn(pair)) return false;
  return capi?.status !== 'healthy' || capi.tokenValid === false || capi.lastError !== undefined;
}

/** Whether the ledger has a recent check, with the number of the pixel if its share is read by it. */
function isPixelKnown({ desired, desiredWire, live }: Pair, today: Date): boolean {
  if (live.account.state !== 'seen') return false;
  const check = recentPixelCheck(live.ledger, desired.fields, today);
  return check !== undefined && (desiredWire.pixelShare === undefined || check.number !== undefined);
}

/** In the document, or live. */
function hasCap({ desired, live }: Pair): boolean {
  const seen = liveAt({ live }, 'monthlyCostCap');
  return desired.cap !== undefined || (seen.provenance !== 'unknown' && (seen.value ?? null) !== null);
}
