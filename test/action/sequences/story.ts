import type { ActionHarness, PlanOptions } from '../harness.ts';
import { MergeConflict } from '../hub.ts';
import { apply } from '../merging.ts';
import type { Job, JobOptions } from '../runner.ts';
import { clients, type Desired, desiredIn, FIELD_NAMES, keyOf, type Transport } from './layers.ts';
import type { Edit, Failure } from './steps.ts';
import { type Witness, witnessOf } from './witness.ts';

export type StoryPull = {
  readonly number: number;
  edits: readonly Edit[];
  state: 'open' | 'merged';
  /** What a person saw in the last plan, if that was for the last commit, and green. */
  seen: { readonly head: string; readonly values: ReadonlySet<string> } | undefined;
};

/** A sequence in progress, and what the test knows about it by itself. */
export type Story = {
  readonly harness: ActionHarness;
  readonly transport: Transport;
  readonly witness: Witness;
  readonly pulls: StoryPull[];
  /** Pushes to `main`: each starts a run, which may be dropped. */
  readonly pushes: {
    readonly before: string;
    readonly commit: string;
    ran: { run: number; attempt: number } | undefined;
  }[];
  /** Values that a person reviewed and merged, or applied by a digest. */
  readonly reviewed: Set<string>;
  /** The digest that the last run printed, and the commit of `main` that it was about. */
  printed: { readonly digest: string; readonly commit: string } | undefined;
  lastApply: Job | undefined;
  /** For people to read. */
  readonly transcript: string[];
  /** What is wrong; the first counts. */
  readonly violations: string[];
  serial: number;
};

export function newStory(harness: ActionHarness, transport: Transport): Story {
  for (const login of ['otto', 'maya']) harness.github.world.setRole(login, 'admin');
  const story: Story = {
    harness,
    transport,
    witness: witnessOf(harness.sandbox),
    pulls: [],
    pushes: [],
    reviewed: new Set(),
    printed: undefined,
    lastApply: undefined,
    transcript: [],
    violations: [],
    serial: 0,
  };
  for (const value of valuesAt(story, 'main')) story.reviewed.add(value);
  return story;
}

/** What the documents of a commit set. */
export function desiredAt({ harness }: Story, commit: string, layer: string): Desired | undefined {
  const one = clients.find(({ name }) => name === layer);
  return one && desiredIn((path) => textAt(harness, commit, path), one);
}

export function textAt(harness: ActionHarness, commit: string, path: string): string | undefined {
  try {
    const text = harness.git('show', `${commit}:${path}`);
    return text === '' ? undefined : `${text.trimEnd()}\n`;
  } catch {
    return undefined;
  }
}

/** Every value of every document, as one text each. */
export function valuesAt(story: Story, commit: string): ReadonlySet<string> {
  const all = clients.flatMap(({ name }) => {
    const desired = desiredAt(story, commit, name);
    return desired === undefined ? [] : FIELD_NAMES.map((field) => `${name} ${field} ${keyOf(desired[field])}`);
  });
  return new Set(all);
}

/** A run of the plan workflow. It sees what its merge commit changes. */
export async function plan(story: Story, pull: StoryPull, options: PlanOptions = {}): Promise<Job> {
  const { harness } = story;
  const head = headOf(story, pull);
  const job = await harness.plan(pull.number, options);
  note(story, `  plan of #${pull.number}: exit ${job.exit}`);
  if (pull.state === 'merged') return job;
  const merge = harness.git('rev-parse', `refs/pull/${pull.number}/merge`);
  const before = valuesAt(story, harness.git('rev-parse', `${merge}^1`));
  const values = new Set([...valuesAt(story, merge)].filter((value) => !before.has(value)));
  const isSeen = [0, 2].includes(job.exit) && job.outputs.plan_path !== undefined;
  pull.seen = isSeen ? { head, values } : undefined;
  return job;
}

export function headOf({ harness }: Story, { number }: StoryPull): string {
  return harness.github.world.pulls().find((one) => one.number === number)?.head ?? '';
}

/** Pushes to the default branch. */
export function pushed(story: Story, before: string): void {
  story.pushes.push({ before, commit: story.harness.git('rev-parse', 'main'), ran: undefined });
}

/** A run of the apply workflow for a push; the same run again if it has one. */
export async function applyPush(story: Story, index: number, failure?: Failure): Promise<Job> {
  const push = story.pushes[index];
  if (push === undefined) throw new Error(`there is no push ${index}`);
  const { before, commit, ran } = push;
  const again = ran === undefined ? {} : { run: ran.run, attempt: ran.attempt + 1 };
  const newest = story.pushes.findLast((one) => one.ran !== undefined || one === push) ?? push;
  const job = await watched(story, [commit, newest.commit], failure, () =>
    apply(story.harness, { before, commit, ...again }),
  );
  push.ran = { run: job.run, attempt: (ran?.attempt ?? 0) + 1 };
  remember(story, job, commit);
  return job;
}

export async function applyByDigest(story: Story, digest: string | undefined): Promise<Job> {
  const commit = story.harness.git('rev-parse', 'main');
  const job = await watched(story, [commit], undefined, () =>
    apply(story.harness, { event: 'workflow_dispatch', ...(digest !== undefined && { digest }) }),
  );
  remember(story, job, commit);
  return job;
}

export function confirm(story: Story, name: string, json: string | undefined): Promise<Job> {
  const commit = story.harness.git('rev-parse', 'main');
  const more: Partial<JobOptions> = { depth: 0 };
  return watched(story, [commit], undefined, () =>
    story.harness.onMain('workflow_dispatch', { command: 'confirm', name, ...(json !== undefined && { json }) }, more),
  );
}

function remember(story: Story, job: Job, commit: string): void {
  const digest = job.outputs.digest ?? '';
  story.lastApply = job;
  story.printed = digest === '' ? undefined : { digest, commit };
}

/**
 * Plays a job, and checks what it wrote: each value is in the documents of all these commits, and was reviewed.
 *
 * @param commits that of the run, and the newest that was applied
 */
async function watched(
  story: Story,
  commits: readonly string[],
  failure: Failure | undefined,
  play: () => Promise<Job>,
): Promise<Job> {
  const { sandbox } = story.harness;
  story.witness.effects();
  if (failure !== undefined) sandbox.faults([faultOf(failure)]);
  const before = story.harness.writes().length;
  const job = await play();
  sandbox.faults([]);
  const writes = story.harness.writes().slice(before);
  const effects = story.witness.effects();
  note(story, `  exit ${job.exit}, ${writes.length} writes`);
  const inAll = commits.map((commit) => valuesAt(story, commit));
  for (const { layer, field, before: old, after, request } of effects) {
    const value = `${layer} ${field} ${after}`;
    note(story, `  wrote ${layer} ${field} ${old} → ${after}`);
    if (!inAll.every((values) => values.has(value)))
      violation(story, `wrote what main does not have: ${value} (${request})`);
    if (!story.reviewed.has(value)) violation(story, `wrote what was not reviewed: ${value} (${request})`);
  }
  const done = new Set<string>();
  for (const { method, path, body, status, replayed, idempotencyKey } of writes) {
    const write = `${method} ${path} ${JSON.stringify(body)} ${idempotencyKey ?? ''}`;
    if (done.has(write) && !replayed) violation(story, `wrote twice: ${write}`);
    if (status >= 200 && status < 300) done.add(write);
  }
  return job;
}

function faultOf({ kind, after, times }: Failure) {
  const fault = (
    {
      refused: { kind: 'status', status: 400 },
      down: { kind: 'status', status: 503 },
      lost: { kind: 'reset-after' },
      broken: { kind: 'reset-before' },
    } as const
  )[kind];
  return { method: 'PATCH', path: '*', after, times, fault };
}

/** Whether it works; otherwise the branches conflict. */
export function mergeable(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof MergeConflict) return false;
    throw error;
  }
}

export function note({ transcript }: Story, line: string): void {
  transcript.push(line);
}

export function violation(story: Story, what: string): void {
  story.violations.push(what);
  note(story, `  VIOLATION: ${what}`);
}
