import {
  type Attention,
  type DesiredLayer,
  layerAddress,
  type LiveLayer,
  type Plan,
  type PlannedLayer,
  type ReportLayer,
  type Settings,
} from '../../model/index.ts';
import { accountNameOf } from '../account.ts';
import { liveAt } from '../compare.ts';
import { endingsOf } from './endings.ts';
import { spendOf } from './spend.ts';

export { reportMoney } from './spend.ts';

export type ReportInput = {
  readonly plan: Pick<Plan, 'layers'>;
  readonly desired: readonly DesiredLayer[];
  readonly live: readonly LiveLayer[];
  readonly settings: Settings;
  /** Determines the current month, in the time zone of each account, and what ends soon. */
  readonly today: Date;
};

type Subject = Pick<ReportInput, 'settings' | 'today'> & {
  readonly desired: DesiredLayer;
  readonly live: LiveLayer;
  readonly planned: PlannedLayer;
};

/** The layers of a plan with their spend and what ends, sorted by name. Pure. */
export function reportLayers({ plan, desired, live, settings, today }: ReportInput): readonly ReportLayer[] {
  const documentOf = new Map(desired.map((layer) => [layer.name, layer]));
  const liveOf = new Map(live.map((layer) => [layer.name, layer]));
  return plan.layers.flatMap((planned): readonly ReportLayer[] => {
    const [document, seen] = [documentOf.get(planned.name), liveOf.get(planned.name)];
    if (document === undefined || seen === undefined) return [];
    return [layerOf({ desired: document, live: seen, planned, settings, today })];
  });
}

function layerOf(subject: Subject): ReportLayer {
  const { desired, live, planned, today } = subject;
  const { name, file, project, checks, changes } = planned;
  const layer = {
    name,
    file,
    project,
    address: layerAddress(project, desired.layer ?? live.layerId),
    adAccount: desired.fields.adAccountId ?? null,
    accountName: accountNameOf(subject) ?? null,
    mode: modeOf(subject),
    state: stateOf(subject),
    spend: spendOf(subject, today),
    checks,
    changes,
    endings: endingsOf(subject, today),
  };
  return { ...layer, attention: attentionOf(layer) };
}

function modeOf({ desired, live }: Subject): ReportLayer['mode'] {
  const seen = liveAt({ live }, 'mode');
  const mode = desired.fields.mode ?? (seen.provenance === 'unknown' ? undefined : seen.value);
  return mode === 'agency' || mode === 'byo' ? mode : null;
}

function stateOf({ live }: Subject): ReportLayer['state'] {
  if (live.installed === 'no') return 'not installed';
  const seen = liveAt({ live }, 'state');
  return seen.provenance === 'unknown' ? 'installed' : (seen.value ?? 'installed');
}

function attentionOf({ checks, changes, endings, spend }: Omit<ReportLayer, 'attention'>): Attention {
  const severities = new Set(checks.map(({ severity }) => severity));
  const ends = new Set(endings.map(({ state }) => state));
  if (severities.has('error') || ends.has('ended') || spend.standing === 'above') return 'act';
  const isUncertain = spend.standing === 'unknown' || spend.standing === 'ahead';
  const waits = changes.some(({ step }) => step.by !== 'api');
  return severities.has('warning') || ends.has('soon') || isUncertain || waits ? 'watch' : 'none';
}
