import {
  type Change,
  type DesiredLayer,
  type GatedCampaign,
  isSent,
  type LedgerEntry,
  type LiveCampaign,
  type LiveLayer,
  pausedCampaigns,
  recordedFields,
  type Settings,
} from '../model/index.ts';
import { type KnownLayer, readCalls } from './read-calls.ts';

/** Taking the claim and recording the outcome: each reads the project and writes its metadata. */
const CALLS_PER_LEDGER_WRITE = 4;

/** `records`: the ledger is written even if nothing is sent. */
export type ForecastLayer = KnownLayer & { readonly changes: readonly Change[]; readonly records: boolean };

/**
 * API requests of an apply: it replans, applies, updates the ledger, and reads the projects that it wrote again. If
 * nothing is written by API, only the replan and the record of open changes remain.
 *
 * @param reads requests to make this plan
 */
export function forecastCalls(
  planned: readonly ForecastLayer[],
  reads: number,
  settings: Settings,
  today: Date,
): number {
  const writing = planned.filter(({ changes }) => reachable(changes).length > 0);
  const writes = writing.flatMap(({ changes }) => reachable(changes));
  const written = projectsOf(writing);
  const recording = new Set([...written, ...projectsOf(planned.filter(({ records }) => records))]);
  const again = planned.filter(({ desired }) => written.has(desired.project)).map((layer) => afterApply(layer, today));
  return (
    reads +
    writes.reduce((sum, change) => sum + change.calls, 0) +
    recording.size * CALLS_PER_LEDGER_WRITE +
    (again.length === 0 ? 0 : readCalls(again, settings, today))
  );
}

function projectsOf(layers: readonly ForecastLayer[]): ReadonlySet<string> {
  return new Set(layers.map(({ desired }) => desired.project));
}

/** The layer once its reachable changes are done, and the ledger is written. */
function afterApply({ desired, live, changes }: ForecastLayer, today: Date): KnownLayer {
  const done = reachable(changes).filter(({ step }) => step.by === 'api');
  const kinds = new Set(done.map(({ kind }) => kind));
  const fields = done.flatMap((change) =>
    change.fields.map(({ path, after }) => [path, { provenance: 'api', value: after }]),
  );
  return {
    desired,
    live: {
      ...live,
      // Each value has the type of its path.
      fields: { ...live.fields, ...(Object.fromEntries(fields) as LiveLayer['fields']) },
      ledger: { state: 'kept', entry: entryAfter(desired, live, changes, today) },
      ...(kinds.has('partnership') && { partnership: { partners: true, accounts: 1 } }),
      ...(kinds.has('pixel-link') && {
        pixel: { state: 'usable', code: desired.fields['capi.pixel_id'] ?? '', name: '' },
      }),
      ...(live.campaigns && { campaigns: live.campaigns.map((campaign) => campaignAfter(campaign, changes)) }),
    },
  };
}

/** Only what decides the next reads. */
function entryAfter(desired: DesiredLayer, live: LiveLayer, changes: readonly Change[], today: Date): LedgerEntry {
  const campaigns = changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns : []));
  const isDone = ({ kind, step }: Change) => kind === 'cap-enforcement' && step.by === 'api';
  const moved = new Set(campaigns.filter(isSettled).map(({ id }) => id));
  const idsOf = (verb: GatedCampaign['verb'], states: readonly GatedCampaign['predicted'][]) =>
    campaigns.filter((one) => one.verb === verb && states.includes(one.predicted)).map(({ id }) => id);
  const recorded = recordedFields(live.ledger);
  const { capEnforcement } = desired.fields;
  const { pixel } = live;
  const code = desired.fields['capi.pixel_id'];
  return {
    config: {
      ...recorded,
      ...(capEnforcement !== undefined && changes.some(isDone) && { capEnforcement }),
      'campaigns.paused': [
        ...pausedCampaigns(live.ledger).filter((id) => !moved.has(id)),
        ...idsOf('pause', ['done', 'queued']),
      ],
      'campaigns.resumed': [
        ...(recorded['campaigns.resumed'] ?? []).filter((id) => !moved.has(id)),
        ...idsOf('resume', ['queued']),
      ],
    },
    ...((pixel.state === 'usable' || pixel.state === 'recorded') &&
      code !== undefined && {
        pixelCheck: {
          pixel: code,
          account: desired.fields.adAccountId ?? '',
          ...(pixel.id !== undefined && { number: pixel.id }),
          time: pixel.state === 'recorded' ? pixel.checkedAt : today.toISOString(),
        },
      }),
    digest: '',
    revision: 0,
    owner: { repository: null, root: '' },
    commit: null,
    time: today.toISOString(),
  };
}

function isSettled({ predicted }: GatedCampaign): boolean {
  return predicted === 'done' || predicted === 'queued';
}

function campaignAfter(campaign: LiveCampaign, changes: readonly Change[]): LiveCampaign {
  const sent = changes
    .flatMap(({ step }) => (step.by === 'gated' ? step.campaigns : []))
    .find(({ id }) => id === campaign.id);
  if (sent === undefined || !isSettled(sent)) return campaign;
  const status = sent.verb === 'pause' ? 'paused' : 'active';
  return sent.predicted === 'done' ? { ...campaign, status } : { ...campaign, pending: status };
}

/** Sent to an API: not manual, and without a waiting change before them. */
export function reachable(changes: readonly Change[]): readonly Change[] {
  if (changes.length === 0) return changes;
  const waiting = new Set<string>();
  return changes.filter((change) => {
    const blocked = change.dependsOn.some((id) => waiting.has(id));
    if (blocked || change.step.by !== 'api') waiting.add(change.id);
    return !blocked && isSent(change);
  });
}
