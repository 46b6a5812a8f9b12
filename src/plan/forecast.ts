import { type Change, isSent } from '../model/index.ts';

/** The campaigns of a project, and two states of the queue. */
const CALLS_PER_CAMPAIGN_READ = 3;

/** Taking the claim and recording the outcome: each reads the project and writes its metadata. */
const CALLS_PER_LEDGER_WRITE = 4;

/** `records`: the ledger is written even if nothing is sent. */
export type ForecastLayer = {
  readonly project: string;
  readonly changes: readonly Change[];
  readonly records: boolean;
};

/**
 * API requests of an apply: it replans, applies, updates the ledger, and makes a closing plan. If nothing is written by
 * API, only the replan and the record of open changes remain. A key's organization is read once.
 *
 * @param reads requests to make this plan
 * @param keys number of Layers keys whose organization was read
 */
export function forecastCalls(planned: readonly ForecastLayer[], reads: number, keys: number): number {
  const writing = planned.filter(({ changes }) => reachable(changes).length > 0);
  const recording = planned.filter(({ changes, records }) => records || reachable(changes).length > 0);
  const projects = new Set(recording.map(({ project }) => project)).size;
  if (writing.length === 0) return reads + projects * CALLS_PER_LEDGER_WRITE;
  const writes = writing.flatMap(({ changes }) => reachable(changes)).reduce((sum, change) => sum + change.calls, 0);
  const saved = writing
    .flatMap(({ changes }) => reachable(changes))
    .reduce((sum, change) => sum + savedAfter(change), 0);
  return reads + writes + projects * CALLS_PER_LEDGER_WRITE + reads - keys - saved;
}

/** Requests that the closing plan saves once a change is done; negative if it needs more. */
function savedAfter({ kind, step, calls, fields }: Change): number {
  if (step.by === 'gated') {
    // The authority of a campaign is not read again once it is paused or waits.
    const settled = step.campaigns.filter(({ predicted }) => predicted === 'done' || predicted === 'queued').length;
    // Once all campaigns to resume run again, campaigns are not read.
    const over = step.campaigns.every(({ verb, predicted }) => verb === 'resume' && predicted === 'done');
    return settled + (over ? CALLS_PER_CAMPAIGN_READ : 0);
  }
  // The Business Center is only asked about a pixel that the account does not list.
  if (kind === 'pixel-link') return 1;
  // A removed budget is no longer read.
  if (kind === 'cap-enforcement')
    return fields.some(({ path, after }) => path === 'capEnforcement' && after === 'none') ? 1 : 0;
  // The read before, the write, and two requests to read it back.
  return kind === 'partnership' ? calls - 5 : 0;
}

/** Sent to an API: not manual, and without a waiting change before them. */
export function reachable(changes: readonly Change[]): readonly Change[] {
  const waiting = new Set<string>();
  return changes.filter((change) => {
    const blocked = change.dependsOn.some((id) => waiting.has(id));
    if (blocked || change.step.by !== 'api') waiting.add(change.id);
    return !blocked && isSent(change);
  });
}
