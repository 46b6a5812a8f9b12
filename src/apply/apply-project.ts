import {
  type Change,
  type Claim,
  type Entry,
  type FieldPath,
  type LayersWriter,
  type LedgerEntry,
  ok,
  type Result,
  type Value,
} from '../model/index.ts';
import type { AppliedProject, ApplyInput, LayerTask } from './apply-input.ts';
import { applyLayer, notTried } from './apply-layer.ts';
import { idempotencyKey } from './claim.ts';
import { claimProject } from './claim-project.ts';
import type { CampaignOutcome, WriteOutcome } from './executors/executor.ts';
import { EXECUTORS } from './executors/index.ts';
import { holdClaim } from './held-claim.ts';
import { entryAfter, ledgerKey } from './ledger-entry.ts';
import {
  entryOrigin,
  isRecorded,
  isUnrecorded,
  needsRecord,
  notRecorded,
  opensChange,
  recordProject,
} from './record-project.ts';
import { journalingWriter, type ProjectJournal, withJournal } from './with-journal.ts';

/**
 * Applies the layers of one project in order, under one claim. The ledger is written once at the end, also after a
 * failure, and also if there are only manual steps: what was reviewed and is open is then known to later runs.
 */
export async function applyProject(
  input: ApplyInput,
  project: string,
  planned: readonly LayerTask[],
): Promise<AppliedProject> {
  const first = planned[0];
  const simulated = await simulate(planned, input.stop);
  const records = !input.stop.aborted && planned.some(needsRecord);
  const untouched = { ...untried(planned), entries: simulated.entries };
  if (first === undefined || (!simulated.sends && !records)) return untouched;
  const journal: ProjectJournal = { ...input, project, problems: [] };
  const writer = journalingWriter(input.writersFor(first.desired).layers, journal);
  // Finish a started project even if interrupted, so that the ledger is correct.
  const finish = new AbortController().signal;
  const needsWrite = async (tasks: readonly LayerTask[]) =>
    tasks.some(needsRecord) || (await simulate(tasks, input.stop)).sends;
  const claimed = await claimProject(input, project, planned, writer, needsWrite, finish);
  const { tasks } = claimed;
  const { problems } = journal;
  switch (claimed.state) {
    case 'claimed':
      return applyClaimed({ input, project, tasks, writer, journal, claim: claimed.claim, finish });
    case 'unneeded':
      return { ...untried(tasks), entries: (await simulate(tasks, input.stop)).entries, problems };
    case 'failed':
      return { ...untried(tasks), ...waitingOnly(simulated), problems: [...problems, ...claimed.problems] };
    case 'taken': {
      // A run that only records what is done does not wait: that can be done later.
      if (!simulated.sends && !tasks.some(opensChange)) return untouched;
      const { run, until, retry } = claimed;
      return {
        ...untried(tasks),
        ...waitingOnly(simulated),
        concurrentRuns: [{ project, run, until }],
        taken: retry,
        problems,
      };
    }
    default:
      return claimed satisfies never;
  }
}

type ClaimedRun = {
  readonly input: ApplyInput;
  readonly project: string;
  readonly tasks: readonly LayerTask[];
  readonly writer: LayersWriter;
  readonly journal: ProjectJournal;
  readonly claim: Claim;
  readonly finish: AbortSignal;
};

async function applyClaimed({
  input,
  project,
  tasks,
  writer,
  journal,
  claim,
  finish,
}: ClaimedRun): Promise<AppliedProject> {
  const held = holdClaim(writer, project, claim, input.now, finish);
  // What was reviewed and is open does not alter live state.
  const wrote = tasks.some(isUnrecorded) || (await simulate(tasks, input.stop)).sends;
  const entries: Entry[] = [];
  const records: Record<string, LedgerEntry> = {};
  for (const task of tasks) {
    const outcomes = new Map<string, CampaignOutcome>();
    const applied = await applyLayer(task.layer, executorOf(task, outcomes), input.stop);
    entries.push(...applied);
    if (!isRecorded(task)) continue;
    const origin = entryOrigin(input, held.current());
    records[ledgerKey(task.layer)] = entryAfter(task.layer, task.live, applied, origin, outcomes);
  }
  const recorded = await recordProject(writer, project, held, tasks, records, input.now(), finish);
  const result = { ...untried(tasks), entries, wrote };
  if (recorded.ok) return { ...result, problems: journal.problems };
  return {
    ...result,
    problems: [...journal.problems, ...recorded.problems],
    notRecorded: [notRecorded(project, tasks, held.current(), recorded.problems)],
  };

  /** @param outcomes filled for each campaign that is sent */
  function executorOf(
    task: LayerTask,
    outcomes: Map<string, CampaignOutcome>,
  ): (change: Change) => Promise<Result<WriteOutcome>> {
    const written = new Map<FieldPath, Value>();
    return async (planned) => {
      const renewed = await held.renew();
      if (!renewed.ok) return renewed;
      const change = withBasis(planned, written);
      const { revision } = held.current();
      const key = idempotencyKey(revision, project, ledgerKey(task.layer), change.kind);
      const result = await withJournal(journal, {
        revision,
        change: change.id,
        key,
        fields: change.fields,
        send: () => execute(task, change, key, outcomes),
        outcomeOf: ({ waitingOn }) => (waitingOn === undefined ? 'done' : 'waiting'),
      });
      if (result.ok && result.value.waitingOn === undefined)
        for (const { path, after } of change.fields) written.set(path, after);
      return result;
    };
  }

  async function execute(
    { layer, desired, live }: LayerTask,
    change: Change,
    key: string,
    outcomes: Map<string, CampaignOutcome>,
  ): Promise<Result<WriteOutcome>> {
    const executor = EXECUTORS[change.kind];
    if (executor === 'human only') return ok({ waitingOn: 'you' });
    const intentOf = { key: ledgerKey(layer), digest: layer.digest };
    const guard = { ...held, addIntent: (id: string, verb: 'pause' | 'resume') => held.addIntent(intentOf, id, verb) };
    const report = (campaign: string, outcome: CampaignOutcome) => void outcomes.set(campaign, outcome);
    const writers = input.writersFor(desired);
    return executor({ change, desired, live, writers, key, claim: guard, report }, finish);
  }
}

/** Whether any change would call an API: a claim is not taken for manual steps. */
async function simulate(
  tasks: readonly LayerTask[],
  stop: AbortSignal,
): Promise<{ readonly entries: readonly Entry[]; readonly sends: boolean }> {
  let sends = false;
  const pretend = async (): Promise<Result<WriteOutcome>> => {
    sends = true;
    return ok({});
  };
  const entries = await Promise.all(tasks.map(({ layer }) => applyLayer(layer, pretend, stop)));
  return { entries: entries.flat(), sends };
}

/** Adds the values that earlier changes of the same apply wrote. */
function withBasis(change: Change, written: ReadonlyMap<FieldPath, Value>): Change {
  const basis = change.basis.map((one): Change['basis'][number] => {
    const value = written.get(one.path);
    return value === undefined ? one : { path: one.path, live: { provenance: 'api', value } };
  });
  return { ...change, basis };
}

/** Manual steps wait for a person even if the ledger cannot be written. */
function waitingOnly({
  sends,
  entries,
}: Awaited<ReturnType<typeof simulate>>): Partial<Pick<AppliedProject, 'entries'>> {
  return sends ? {} : { entries };
}

function untried(tasks: readonly LayerTask[]): AppliedProject {
  const layers = tasks.map(({ layer }) => layer);
  const entries = layers.flatMap(({ changes }) => changes.map(notTried));
  return { layers, entries, concurrentRuns: [], problems: [], notRecorded: [], wrote: false, taken: false };
}
