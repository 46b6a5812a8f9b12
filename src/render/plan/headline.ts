import type { Change, Plan } from '../../model/index.ts';
import { headlineChecks } from '../parts/checks.ts';
import { incompleteHead, sandboxHead, shardHead, unknownText } from '../parts/coverage.ts';
import { counted } from '../parts/phrases.ts';
import { changesText } from '../parts/step.ts';
import { adoptionText, presentChanges } from './adoptions.ts';

/** The plan in one line, readable alone. Unknown values never count as equal. */
export function headlineText(plan: Plan): string {
  const changes = plan.layers.flatMap((layer) => presentChanges(layer.changes));
  const adopt = adoptionText(plan);
  const result = plan.refusals.length > 0 ? refused(plan, changes) : accepted(plan, changes, adopt !== '');
  const whole = [result, adopt].filter((text) => text !== '').join(' ');
  const head = `${sandboxHead(plan.sandbox)}${shardHead(plan.shard)}${incompleteHead(plan.unread, plan.layers.length + plan.unread.length)}`;
  return `${head}${whole}${headlineChecks(plan.layers)}`.trim();
}

function refused(plan: Plan, changes: readonly Change[]): string {
  const content = changes.length === 0 ? 'no changes' : inLayers(plan, changes);
  return `Refused: ${content}, ${counted(plan.refusals.length, 'refusal')}.`;
}

function accepted(plan: Plan, changes: readonly Change[], adopts: boolean): string {
  if (plan.layers.length === 0 && plan.unread.length > 0) return '';
  if (plan.layers.length + plan.removed.length + plan.renamed.length === 0) {
    if (plan.shard !== undefined) return 'Nothing to plan: the other shards have all layers.';
    return plan.skipped.length === 0 ? 'No layer documents yet.' : 'Nothing to plan: no layers selected.';
  }
  if (changes.length > 0) return `Plan: ${inLayers(plan, changes)}.`;
  if (adopts) return '';
  // If layers were not read, it is unknown if they have changes.
  const none = plan.unread.length > 0 ? 'No changes in the others' : 'No changes';
  const unknown = unknownText(plan.layers);
  const drift = plan.layers.reduce((sum, layer) => sum + layer.drift.length, 0);
  if (drift > 0) return `${none} for this diff. Drift left alone: ${counted(drift, 'value')}${unknown}.`;
  const { removed, renamed } = plan;
  if (removed.length + renamed.length > 0)
    return `${none}. ${documentsText(removed.length, renamed.length)}${unknown}.`;
  const match = plan.layers.length === 1 ? 'matches its document' : 'match their documents';
  return `${none}: ${counted(plan.layers.length, 'layer')} ${match}${unknown}.`;
}

function documentsText(removed: number, renamed: number): string {
  const parts = [
    ...(removed > 0 ? [`Removed: ${counted(removed, 'document')}`] : []),
    ...(renamed > 0 ? [`Renamed: ${counted(renamed, 'document')}`] : []),
  ];
  return parts.join('. ');
}

function inLayers(plan: Plan, changes: readonly Change[]): string {
  const layers = plan.layers.filter((layer) => presentChanges(layer.changes).length > 0).length;
  return changesText(changes, ` in ${counted(layers, 'layer')}`);
}
