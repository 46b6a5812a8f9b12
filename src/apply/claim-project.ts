import type { Claim, LayersWriter, LiveProject, Problem, Result } from '../model/index.ts';
import type { ApplyInput, LayerTask } from './apply-input.ts';
import { FINISHED, isPlanLedger, takeClaim } from './claim.ts';
import { ledgerKey } from './ledger-entry.ts';
import { entryOrigin, initialIntents, largestEntry, largestIntents, nextLedger } from './record-project.ts';

export type ClaimedProject = {
  /** Replanned if the ledger changed. */
  readonly tasks: readonly LayerTask[];
} & (
  | { readonly state: 'claimed'; readonly claim: Claim }
  /** Replanned, and nothing is left to write. */
  | { readonly state: 'unneeded' }
  /** `retry`: another run holds the claim, or was faster. Otherwise the ledger kept changing. */
  | { readonly state: 'taken'; readonly run: string; readonly until: string | undefined; readonly retry: boolean }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] }
);

/** With more, another run is always faster. */
const MAX_REPLANS = 5;

/** Takes the claim without waiting. Replans if the ledger changed, so a claim always belongs to a current plan. */
export async function claimProject(
  input: ApplyInput,
  project: string,
  planned: readonly LayerTask[],
  writer: LayersWriter,
  needsWrite: (tasks: readonly LayerTask[]) => Promise<boolean>,
  signal: AbortSignal,
): Promise<ClaimedProject> {
  const { holder, hasEnded, now } = input;
  let tasks = planned;
  for (let replans = 0; ; replans += 1) {
    const current = tasks;
    const claimed = await takeClaim(
      {
        writer,
        project,
        holder,
        now,
        hasEnded,
        isBasis: (ledger) => current.every((task) => isPlanLedger(task, ledger)),
        intents: initialIntents(current),
        checkLedgerSize: (live, claim) => checkSize(live, claim, current),
      },
      signal,
    );
    if (claimed.state === 'taken') return { ...claimed, retry: true, tasks };
    if (claimed.state !== 'changed') return { ...claimed, tasks };
    if (replans === MAX_REPLANS) return { state: 'taken', run: FINISHED, until: undefined, retry: false, tasks };
    const again = await input.replan(tasks.map(({ layer }) => layer.name));
    if (again.state === 'failed') return { ...again, tasks };
    const { plan, live } = again;
    tasks = tasks.map((task) => ({
      ...task,
      layer: plan.layers.find(({ name }) => name === task.layer.name) ?? task.layer,
      live: live.find(({ name }) => name === task.layer.name) ?? task.live,
    }));
    if (!(await needsWrite(tasks))) return { state: 'unneeded', tasks };
  }

  /** The ledger at its two largest: with the claim, and with the record. */
  function checkSize(live: LiveProject, claim: Claim, current: readonly LayerTask[]): Result<void> {
    const { revision } = claim;
    const intents = { ...claim.intents, ...largestIntents(current) };
    const claimed = writer.checkLedgerSize(live, { revision, claim: { ...claim, intents }, entries: {}, drop: [] });
    if (!claimed.ok) return claimed;
    const origin = entryOrigin(input, claim);
    const entries = Object.fromEntries(current.map((task) => [ledgerKey(task.layer), largestEntry(task, origin)]));
    return writer.checkLedgerSize(live, nextLedger(live.ledger, claim, revision, current, entries, now()));
  }
}
