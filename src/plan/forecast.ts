import { type Change, isSent } from '../model/index.ts';

/** The campaigns of a project, and two states of the queue. */
const CAMPAIGN_READS = 3;

/** Taking the claim and recording the outcome: each looks at the project and writes its metadata. */
const LEDGER_CALLS = 4;

/**
 * How many API requests an apply of these changes will send: it plans again, carries out, keeps the ledger, and makes a
 * closing plan. It asks a key's organization only once. Where nothing is written by API, planning again is all.
 *
 * @param reads requests that making this plan took
 * @param keys how many Layers keys were asked for their organization
 */
export function forecastCalls(
  planned: readonly { readonly project: string; readonly changes: readonly Change[] }[],
  reads: number,
  keys: number,
): number {
  const writing = planned.filter(({ changes }) => reachable(changes).length > 0);
  if (writing.length === 0) return reads;
  const writes = writing.flatMap(({ changes }) => reachable(changes)).reduce((sum, change) => sum + change.calls, 0);
  const projects = new Set(writing.map(({ project }) => project)).size;
  const saved = writing
    .flatMap(({ changes }) => reachable(changes))
    .reduce((sum, change) => sum + savedAfter(change), 0);
  return reads + writes + projects * LEDGER_CALLS + reads - keys - saved;
}

/** Requests that the closing plan does not need any more once a change is done; below 0 where it needs more. */
function savedAfter({ kind, step, calls, fields }: Change): number {
  if (step.by === 'gated') {
    // How the gate treats a campaign is not asked again when it is paused, or waits.
    const settled = step.campaigns.filter(({ predicted }) => predicted === 'done' || predicted === 'queued').length;
    // Once all run again that are ours to resume, nobody asks for campaigns.
    const over = step.campaigns.every(({ verb, predicted }) => verb === 'resume' && predicted === 'done');
    return settled + (over ? CAMPAIGN_READS : 0);
  }
  // The Business Center is asked only about a pixel that the account does not list.
  if (kind === 'pixel-link') return 1;
  // A budget that is taken away is nobody's to look at any more.
  if (kind === 'cap-enforcement')
    return fields.some(({ path, after }) => path === 'capEnforcement' && after === 'none') ? 1 : 0;
  // Its price is the look before, the write, and two requests for the look after.
  return kind === 'partnership' ? calls - 5 : 0;
}

/** The changes that will be written by API: those that wait for no person, and rest on nothing that does. */
export function reachable(changes: readonly Change[]): readonly Change[] {
  const waiting = new Set<string>();
  return changes.filter((change) => {
    const blocked = change.dependsOn.some((id) => waiting.has(id));
    if (blocked || change.step.by !== 'api') waiting.add(change.id);
    return !blocked && isSent(change);
  });
}
