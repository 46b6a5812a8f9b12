import type { Change, ChangeKind } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { binding } from './binding.ts';
import { capEnforcement } from './cap-enforcement.ts';
import { capi } from './capi.ts';
import { costCap } from './cost-cap.ts';
import { eventMap } from './event-map.ts';
import { install } from './install.ts';
import { objectives } from './objectives.ts';
import { pixel } from './pixel.ts';
import type { Rule } from './rule.ts';
import { sharing } from './sharing.ts';
import { spark } from './spark.ts';
import { state } from './state.ts';

/** In the order in which a layer is set up. What starts spending comes last. */
const rules: readonly Rule[] = [
  install,
  sharing,
  binding,
  pixel,
  capi,
  objectives,
  costCap,
  capEnforcement,
  eventMap,
  spark,
  state,
];

/** What must be done before. Everything rests on `install`. */
const RESTS_ON: Partial<Record<ChangeKind, readonly ChangeKind[]>> = {
  binding: ['sharing'],
  pixel: ['binding'],
  capi: ['binding', 'pixel'],
  'cost-cap': ['binding'],
  'cap-enforcement': ['binding', 'cost-cap'],
  spark: ['binding'],
};

/** All changes of one layer, in the order of the work. */
export function findChanges(pair: Pair): readonly Change[] {
  const found = rules.flatMap((rule) => rule.find(pair));
  const idOf = new Map(found.map((change) => [change.kind, change.id]));
  return found.map((change) => ({ ...change, after: restsOn(change).flatMap((kind) => idOf.get(kind) ?? []) }));
}

function restsOn(change: Change): readonly ChangeKind[] {
  if (change.kind === 'install') return [];
  // Switching the relay off, or pausing, needs nothing but the layer.
  if (change.kind === 'capi' && change.fields[0]?.after === false) return ['install'];
  return ['install', ...(RESTS_ON[change.kind] ?? [])];
}
