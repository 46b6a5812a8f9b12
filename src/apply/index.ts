import {
  type Change,
  type Claim,
  type DesiredLayer,
  type Entry,
  type FieldPath,
  type Holder,
  type LayersWriter,
  type LedgerEntry,
  type LiveLayer,
  type NotRecorded,
  type Owner,
  plainText,
  type Plan,
  type PlannedLayer,
  type Problem,
  type ProjectSeen,
  type Result,
  type Value,
} from '../model/index.ts';
import { type Became, carryOutCampaigns } from './campaigns.ts';
import { type HasEnded, type Held, renewClaim, stillOurs, takeClaim } from './claim.ts';
import type { Carried, Hands } from './hands.ts';
import type { Journal, JournalLine } from './journal.ts';
import { journalled } from './journalled.ts';
import { idempotencyKey } from './key.ts';
import { applyLayer, writeConfig } from './layer.ts';
import { carryOutAtTikTok } from './tiktok.ts';
import { entryAfter, ledgerKey, type Signature } from './record.ts';

export { confirmLayer } from './confirm.ts';
export { madeElsewhere } from './elsewhere.ts';
export type { Hands } from './hands.ts';
export type { Journal } from './journal.ts';
export { holdRejected } from './rejected.ts';
export { staleLayers } from './stale.ts';

export type ApplyInput = {
  /** Fresh, and without refusals: what is in it is carried out. */
  readonly plan: Plan;
  readonly desired: readonly DesiredLayer[];
  readonly live: readonly LiveLayer[];
  readonly handsOf: (layer: DesiredLayer) => Hands;
  /** Whose claim it is. */
  readonly holder: Holder;
  readonly hasEnded: HasEnded;
  readonly owner: Owner;
  readonly commit: string | null;
  readonly now: () => Date;
  readonly journal: Journal;
  /** Finishes the request in hand and stops before the next. */
  readonly stop: AbortSignal;
  readonly progress?: (done: number, of: number) => void;
};

export type Applied = {
  /** One per change, in the order of the plan. */
  readonly entries: readonly Entry[];
  /** Runs that hold a project: its changes were not tried. */
  readonly rivals: readonly { readonly project: string; readonly run: string; readonly until: string | undefined }[];
  /** What went wrong beside a change: a claim that could not be taken, a ledger that could not be written. */
  readonly problems: readonly Problem[];
  /** Sorted by project. */
  readonly notRecorded: readonly NotRecorded[];
  /** Whether anything was written, so that what is live has to be looked at again. */
  readonly wrote: boolean;
};

/** One layer with everything an apply needs of it. */
type Work = { readonly layer: PlannedLayer; readonly desired: DesiredLayer; readonly live: LiveLayer };

/** Beside it, what became of the campaigns that Layers is asked about on the way. */
type Asking = Work & { readonly asked: Map<string, Became> };

/** Projects share nothing: this many are worked on at a time. */
const PROJECTS_AT_ONCE = 4;

/**
 * Carries out a plan. Projects go on side by side; within one, layer after layer under its claim, and the ledger is
 * written once at the end, also after a failure. Nothing is rolled back: running it again goes on from what is live.
 * A project in which only a person has something to do is not written to at all.
 */
export async function applyPlan(input: ApplyInput): Promise<Applied> {
  const desired = new Map(input.desired.map((layer) => [layer.name, layer]));
  const live = new Map(input.live.map((layer) => [layer.name, layer]));
  const projects = new Map<string, Work[]>();
  for (const layer of input.plan.layers) {
    const [wish, seen] = [desired.get(layer.name), live.get(layer.name)];
    if (wish === undefined || seen === undefined) continue;
    projects.set(layer.project, [...(projects.get(layer.project) ?? []), { layer, desired: wish, live: seen }]);
  }
  const queue = [...projects];
  const results: Applied[] = [];
  const of = queue.length;
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results.push(await applyProject(input, next[0], next[1]));
      input.progress?.(results.length, of);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PROJECTS_AT_ONCE, of) }, lane));
  return inOrder(input.plan, results);
}

async function applyProject(input: ApplyInput, project: string, works: readonly Work[]): Promise<Applied> {
  // A dry walk tells whether any change will reach an API: a claim is not taken for a person's work.
  let reached = false;
  const pretend = async (): Promise<Result<Carried>> => {
    reached = true;
    return { ok: true, value: {} };
  };
  const walk = await Promise.all(works.map(({ layer }) => applyLayer(layer, pretend, input.stop)));
  const first = works[0];
  if (first === undefined || !reached) {
    return { entries: walk.flat(), rivals: [], problems: [], notRecorded: [], wrote: false };
  }
  const unjournalled: Problem[] = [];
  const writer = journalled(input.handsOf(first.desired).layers, input, (problems) => unjournalled.push(...problems));
  // What was begun is finished: the ledger must tell the truth also after a stop.
  const finish = new AbortController().signal;
  const fits = (seen: ProjectSeen, claim: Claim): Result<void> => {
    const all = works.map(({ layer, live }) => [ledgerKey(layer), largest(layer, live, signatureOf(input, claim))]);
    return writer.ledgerFits(seen, { revision: claim.revision, claim, entries: Object.fromEntries(all), drop: [] });
  };
  const claimed = await takeClaim(writer, project, input.holder, input.now(), input.hasEnded, fits, finish);
  if (claimed.state !== 'held') {
    return {
      entries: works.flatMap(({ layer }) => layer.changes.map(notTried)),
      rivals: claimed.state === 'rival' ? [{ project, run: claimed.run, until: claimed.until }] : [],
      problems: [...unjournalled, ...(claimed.state === 'failed' ? claimed.problems : [])],
      notRecorded: [],
      wrote: false,
    };
  }
  let held = claimed.held;
  const entries: Entry[] = [];
  const next: Record<string, LedgerEntry> = {};
  const drop: string[] = [];
  for (const work of works) {
    const moved = new Map<FieldPath, Value>();
    const asked = new Map<string, Became>();
    const hand = (change: Change) => byHand({ ...work, asked }, onto(change, moved), moved);
    const outcome = await applyLayer(work.layer, hand, input.stop);
    entries.push(...outcome);
    if (work.layer.changes.length === 0) continue;
    const key = ledgerKey(work.layer);
    const account = plainText(work.layer.desired.adAccountId);
    next[key] = entryAfter(work.layer, work.live, outcome, signatureOf(input, held.claim), asked);
    if (key !== account && held.seen.ledger.entries[account] !== undefined) drop.push(account);
  }
  const recorded = await record(writer, project, held, next, drop, finish);
  const problems = recorded.ok ? [] : recorded.problems;
  const notRecorded = recorded.ok ? [] : [unrecorded(project, works, held.claim, problems)];
  return { entries, rivals: [], problems: [...unjournalled, ...problems], notRecorded, wrote: true };

  async function byHand(work: Asking, change: Change, moved: Map<FieldPath, Value>): Promise<Result<Carried>> {
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
    // The write is what it is, whether the journal could still say so or not.
    if (!kept.ok) unjournalled.push(...kept.problems);
    if (result.ok && result.value.waitingOn === undefined)
      for (const { path, after } of change.fields) moved.set(path, after);
    return result;
  }

  async function keepClaim(): Promise<Result<void>> {
    const ours = await stillOurs(writer, project, held.claim, finish);
    const kept = ours.ok ? await renewClaim(writer, project, held, input.now(), finish) : ours;
    if (!kept.ok) return kept;
    held = kept.value;
    return { ok: true, value: undefined };
  }

  function carry(work: Asking, change: Change, key: string): Promise<Result<Carried>> {
    const hands = input.handsOf(work.desired);
    if (change.step.by === 'gated') {
      const keyOf = (campaign: string): string => idempotencyKey(key, campaign);
      const tell = (campaign: string, became: Became) => void work.asked.set(campaign, became);
      return carryOutCampaigns(change, { project, hands, keyOf, keepClaim, tell }, finish);
    }
    const adAccountId = work.desired.fields.adAccountId;
    const address = { ...work.desired, ...(typeof adAccountId === 'string' && { adAccountId }) };
    return (
      carryOutAtTikTok(change, work.desired, hands, finish) ??
      writeConfig(writer, change, work.live, address, key, finish)
    );
  }
}

/** A change that rests on what an earlier change of the same apply has moved rests on it as it is now. */
function onto(change: Change, moved: ReadonlyMap<FieldPath, Value>): Change {
  const basis = change.basis.map((one): Change['basis'][number] => {
    const value = moved.get(one.path);
    return value === undefined ? one : { path: one.path, seen: { provenance: 'api', value } };
  });
  return { ...change, basis };
}

/** Writes what became of the layers, and gives the claim back, in one write. Others' keys are read again just before. */
async function record(
  writer: LayersWriter,
  project: string,
  { claim }: Held,
  entries: Readonly<Record<string, LedgerEntry>>,
  drop: readonly string[],
  signal: AbortSignal,
): Promise<Result<void>> {
  const seen = await stillOurs(writer, project, claim, signal);
  if (!seen.ok) return seen;
  const key = idempotencyKey(project, claim.revision, 'record');
  return writer.writeLedger(project, seen.value, { revision: claim.revision, entries, drop }, key, signal);
}

/** A claim that another run has now keeps nobody out for us. */
function unrecorded(
  project: string,
  works: readonly Work[],
  { until }: Claim,
  problems: readonly Problem[],
): NotRecorded {
  const layers = works.flatMap(({ layer }) => (layer.changes.length === 0 ? [] : [layer.name])).sort();
  return { project, layers, until: problems.some(({ code }) => code === 'apply/rival') ? null : until };
}

function signatureOf(input: ApplyInput, claim: Claim): Signature {
  return {
    owner: input.owner,
    commit: input.commit,
    time: input.now().toISOString(),
    revision: claim.revision,
  };
}

/** The largest that an entry can become: what is done is kept, and so is what waits. */
function largest(layer: PlannedLayer, live: LiveLayer, signature: Signature): LedgerEntry {
  const moves = layer.changes.flatMap(({ step }) => (step.by === 'gated' ? step.campaigns : []));
  const asked = new Map(moves.map(({ id }): [string, Became] => [id, 'held']));
  const asIf = (outcome: Entry['outcome']): LedgerEntry =>
    entryAfter(
      layer,
      live,
      layer.changes.map(({ id }) => ({ change: id, outcome })),
      signature,
      outcome === 'done' ? new Map() : asked,
    );
  const done = asIf('done');
  return { ...done, config: { ...asIf('waiting').config, ...done.config } };
}

function notTried({ id, layer, kind }: Change): Entry {
  return { change: id, layer, kind, outcome: 'not tried' };
}

function inOrder(plan: Plan, results: readonly Applied[]): Applied {
  const entries = new Map(results.flatMap((result) => result.entries).map((entry) => [entry.change, entry]));
  const byProject = (a: { project: string }, b: { project: string }): number => (a.project < b.project ? -1 : 1);
  return {
    entries: plan.layers.flatMap((layer) => layer.changes.map((change) => entries.get(change.id) ?? notTried(change))),
    rivals: results.flatMap((result) => result.rivals).sort(byProject),
    problems: results.flatMap((result) => result.problems),
    notRecorded: results.flatMap((result) => result.notRecorded).sort(byProject),
    wrote: results.some((result) => result.wrote),
  };
}
