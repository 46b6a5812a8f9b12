import {
  type Change,
  type Entry,
  type FieldPath,
  type JournalLine,
  type LayersWriter,
  type LedgerEntry,
  type LiveProject,
  ok,
  plainText,
  type Problem,
  type Result,
  type Value,
} from '../model/index.ts';
import { type CampaignOutcome, carryOutCampaigns } from './executors/campaigns.ts';
import { addIntents, idempotencyKey, readHeldProject, renewClaim } from './claim.ts';
import { claimProject } from './claim-project.ts';
import type { WriteOutcome } from './executors/executor.ts';
import { withJournal } from './with-journal.ts';
import { applyLayer, notTried, writeConfig } from './apply-layer.ts';
import { entryOrigin, isRecorded, isUnrecorded, ledgerKeys, recordProject, unrecorded } from './record-project.ts';
import { entryAfter, ledgerKey } from './ledger-entry.ts';
import { carryOutAtTikTok } from './executors/index.ts';
import type { AppliedProject, ApplyInput, LayerTask } from './apply-input.ts';

type Asking = LayerTask & { readonly asked: Map<string, CampaignOutcome> };

/**
 * Applies the changes of one project under its claim. The ledger is written once at the end, also after a failure. A
 * project with only manual steps is not written to.
 */
export async function applyProject(
  input: ApplyInput,
  project: string,
  planned: readonly LayerTask[],
): Promise<AppliedProject> {
  const first = planned[0];
  const before = await simulate(planned, input.stop);
  const repairs = !input.stop.aborted && planned.some(isUnrecorded);
  if (first === undefined || (!before.reached && !repairs)) return { ...nothing(planned), entries: before.entries };
  const unjournalled: Problem[] = [];
  const writer = withJournal(input.writersFor(first.desired).layers, input, (problems) =>
    unjournalled.push(...problems),
  );
  // Not the signal of the run: a started project is finished, so that the ledger is correct after an interruption.
  const finish = new AbortController().signal;
  const claimed = await claimProject(input, project, planned, writer, reaches, finish);
  const { works } = claimed;
  if (claimed.state === 'needless')
    return { ...nothing(works), entries: (await simulate(works, input.stop)).entries, problems: unjournalled };
  // A run that only records an earlier one does not wait: that can be done later.
  if (claimed.state === 'rival' && !before.reached) return { ...nothing(planned), entries: before.entries };
  if (claimed.state !== 'held') {
    return {
      ...nothing(works),
      concurrentRuns: claimed.state === 'rival' ? [{ project, run: claimed.run, until: claimed.until }] : [],
      taken: claimed.state === 'rival' && claimed.taken,
      problems: [...unjournalled, ...(claimed.state === 'failed' ? claimed.problems : [])],
    };
  }
  let held = claimed.held;
  let looked: LiveProject | undefined;
  const entries: Entry[] = [];
  const next: Record<string, LedgerEntry> = {};
  const drop: string[] = [];
  for (const work of works) {
    const moved = new Map<FieldPath, Value>();
    const asked = new Map<string, CampaignOutcome>();
    const hand = (change: Change) => byHand({ ...work, asked }, onto(change, moved), moved);
    const outcome = await applyLayer(work.layer, hand, input.stop);
    entries.push(...outcome);
    if (!isRecorded(work)) continue;
    const key = ledgerKey(work.layer);
    const account = plainText(work.layer.desired.adAccountId);
    next[key] = entryAfter(work.layer, work.live, outcome, entryOrigin(input, held.claim), asked);
    if (key !== account && held.seen.ledger.entries[account] !== undefined) drop.push(account);
  }
  const recorded = await recordProject(
    writer,
    project,
    held,
    { entries: next, drop, keys: ledgerKeys(works) },
    input.now(),
    finish,
  );
  const problems = recorded.ok ? [] : recorded.problems;
  const notRecorded = recorded.ok ? [] : [unrecorded(project, works, held.claim, problems)];
  return { ...nothing(works), entries, problems: [...unjournalled, ...problems], notRecorded, wrote: true };

  async function reaches(again: readonly LayerTask[]): Promise<boolean> {
    return again.some(isUnrecorded) || (await simulate(again, input.stop)).reached;
  }

  async function byHand(work: Asking, change: Change, moved: Map<FieldPath, Value>): Promise<Result<WriteOutcome>> {
    const key = idempotencyKey(held.claim.revision, project, ledgerKey(work.layer), change.kind);
    const renewed = await renewClaim(writer, project, held, input.now(), finish);
    if (!renewed.ok) return renewed;
    held = renewed.value;
    const line = { ...input.holder, project, revision: held.claim.revision, change: change.id, key };
    const at = (): string => input.now().toISOString();
    const intent = await input.journal({ ...line, at: at(), moment: 'before', fields: change.fields });
    if (!intent.ok) return intent;
    const result = await carry(work, change, key);
    const after: JournalLine = {
      ...line,
      at: at(),
      moment: 'after',
      outcome: !result.ok ? 'failed' : result.value.waitingOn === undefined ? 'done' : 'waiting',
      ...(!result.ok && { problems: result.problems }),
    };
    const kept = await input.journal(after);
    // The result of the write counts even if the journal could not record it.
    if (!kept.ok) unjournalled.push(...kept.problems);
    if (result.ok && result.value.waitingOn === undefined)
      for (const { path, after } of change.fields) moved.set(path, after);
    return result;
  }

  async function keepClaim(): Promise<Result<void>> {
    const before = held.claim;
    const ours = await readHeldProject(writer, project, before, finish);
    const kept = ours.ok ? await renewClaim(writer, project, held, input.now(), finish) : ours;
    if (!kept.ok) return kept;
    held = kept.value;
    looked = ours.ok && held.claim === before ? ours.value : undefined;
    return ok(undefined);
  }

  /** Adds to the claim what only this run will know, before the campaign is sent. */
  async function intend({ layer }: LayerTask, campaign: string, verb: 'pause' | 'resume'): Promise<Result<void>> {
    const key = ledgerKey(layer);
    const { paused = [], resumed = [] } = held.claim.intents?.[key] ?? {};
    const add = (ids: readonly string[], is: boolean) => (is ? [...new Set([...ids, campaign])].sort() : ids);
    const intent = {
      digest: layer.digest,
      paused: add(paused, verb === 'pause'),
      resumed: add(resumed, verb === 'resume'),
    };
    const kept = await addIntents(writer, project, held, { [key]: intent }, input.now(), looked, finish);
    looked = undefined;
    if (!kept.ok) return kept;
    held = kept.value;
    return ok(undefined);
  }

  function carry(work: Asking, change: Change, key: string): Promise<Result<WriteOutcome>> {
    const hands = input.writersFor(work.desired);
    if (change.step.by === 'gated') {
      const keyOf = (campaign: string): string => idempotencyKey(key, campaign);
      const tell = (campaign: string, became: CampaignOutcome) => void work.asked.set(campaign, became);
      const layers: LayersWriter = {
        ...hands.layers,
        setCampaign: async (of, campaign, verb, once, signal) => {
          const intended = await intend(work, campaign, verb);
          return intended.ok ? hands.layers.setCampaign(of, campaign, verb, once, signal) : intended;
        },
      };
      return carryOutCampaigns(change, { project, hands: { ...hands, layers }, keyOf, keepClaim, tell }, finish);
    }
    const adAccountId = work.desired.fields.adAccountId;
    const address = { ...work.desired, ...(typeof adAccountId === 'string' && { adAccountId }) };
    return (
      carryOutAtTikTok(change, work.desired, hands, finish) ??
      writeConfig(writer, change, work.live, address, key, finish)
    );
  }
}

/** Simulates the changes, to see if any would call an API: a claim is not taken for manual steps. */
async function simulate(
  works: readonly LayerTask[],
  stop: AbortSignal,
): Promise<{ readonly entries: readonly Entry[]; readonly reached: boolean }> {
  let reached = false;
  const pretend = async (): Promise<Result<WriteOutcome>> => {
    reached = true;
    return ok({});
  };
  const walk = await Promise.all(works.map(({ layer }) => applyLayer(layer, pretend, stop)));
  return { entries: walk.flat(), reached };
}

/** Updates the basis of a change with the values that earlier changes of the same apply wrote. */
function onto(change: Change, moved: ReadonlyMap<FieldPath, Value>): Change {
  const basis = change.basis.map((one): Change['basis'][number] => {
    const value = moved.get(one.path);
    return value === undefined ? one : { path: one.path, live: { provenance: 'api', value } };
  });
  return { ...change, basis };
}

function nothing(works: readonly LayerTask[]): AppliedProject {
  const layers = works.map(({ layer }) => layer);
  const entries = layers.flatMap(({ changes }) => changes.map(notTried));
  return { layers, entries, concurrentRuns: [], problems: [], notRecorded: [], wrote: false, taken: false };
}
