import { type Change, CHANGE_KINDS, type ChangeKind, FIELDS } from '../../model/index.ts';
import { isInDiff } from '../compare.ts';
import { findAll, findEach, NONE } from '../find-all.ts';
import type { Pair } from '../pair.ts';
import { adopt, needsAdoption } from './adopt.ts';
import { binding } from './binding.ts';
import { pauseCampaigns, resumeCampaigns } from './campaigns.ts';
import { capEnforcement } from './cap-enforcement.ts';
import { capi } from './capi.ts';
import { costCap } from './cost-cap.ts';
import { eventMap } from './event-map.ts';
import { install } from './install.ts';
import { objectives } from './objectives.ts';
import { partnership } from './partnership.ts';
import { pixel } from './pixel.ts';
import { pixelLink } from './pixel-link.ts';
import { pixelShare } from './pixel-share.ts';
import type { ChangeRule } from './rule.ts';
import { sharing } from './sharing.ts';
import { spark } from './spark.ts';
import { sparkAuthorise } from './spark-authorise.ts';
import { state } from './state.ts';

/** In the order of setup. Changes that stop spending come first, those that start it last. */
const rules: readonly ChangeRule[] = [
  pauseCampaigns,
  install,
  adopt,
  partnership,
  sharing,
  pixelLink,
  pixelShare,
  binding,
  pixel,
  capi,
  objectives,
  costCap,
  capEnforcement,
  eventMap,
  sparkAuthorise,
  spark,
  state,
  resumeCampaigns,
];

/** Changes that must be done before. Every change depends on `install`, and some on `adopt`. */
const DEPENDS_ON: Partial<Record<ChangeKind, readonly ChangeKind[]>> = {
  sharing: ['partnership'],
  'pixel-link': ['partnership'],
  'pixel-share': ['partnership', 'pixel-link'],
  binding: ['partnership', 'sharing', 'pixel-link', 'pixel-share'],
  pixel: ['binding', 'pixel-link'],
  capi: ['binding', 'pixel'],
  'cost-cap': ['binding'],
  'cap-enforcement': ['binding', 'cost-cap'],
  spark: ['binding', 'spark-authorise'],
};

/** In the order in which they are applied. */
export function findChanges(pair: Pair): readonly Change[] {
  const kinds = kindsToFind(pair);
  const found = findAll(rules, (rule) => (kinds.includes(rule.kind) ? rule.find(pair) : NONE));
  if (found.length === 0) return found;
  const idOf = new Map(found.map((change) => [change.kind, change.id]));
  return found.map((change) => ({
    ...change,
    dependsOn: findEach(dependenciesOf(change, pair), (kind) => idOf.get(kind)),
    ...(change.fields.some(({ path }) => !isInDiff(pair, path)) && { stillOpen: true }),
  }));
}

/** Each rule has the kind of its fields, except for two rules without fields. */
function kindsToFind({ toPlan }: Pair): readonly string[] {
  return [...toPlan.map(({ path }) => FIELDS[path].change), 'install', 'adopt'];
}

function dependenciesOf(change: Change, pair: Pair): readonly ChangeKind[] {
  if (change.kind === 'install') return [];
  if (change.kind === 'adopt') return ['install'];
  if (change.step.by === 'gated') {
    const starts = change.step.campaigns.some(({ verb }) => verb === 'resume');
    return starts ? CHANGE_KINDS.filter((kind) => kind !== 'campaigns') : [];
  }
  return ['install', ...(needsAdoption(change, pair) ? (['adopt'] as const) : []), ...kindsBefore(change)];
}

function kindsBefore({ kind, step, fields }: Change): readonly ChangeKind[] {
  // A budget that the TikTok API shows does not wait for manual steps at Layers.
  if (kind === 'cap-enforcement' && step.by === 'api') return [];
  // Switching the relay off, or pausing, needs only the layer.
  if (kind === 'capi' && fields[0]?.after === false) return [];
  return DEPENDS_ON[kind] ?? [];
}
