import type { PlanOptions } from '../harness.ts';
import { apply } from '../merging.ts';
import type { Job, JobOptions } from '../runner.ts';
import type { Failure } from './steps.ts';
import { headOf, note, type Story, type StoryPull, valuesAt, violation } from './story.ts';

/** A run of the plan workflow. It sees what its merge commit changes. */
export async function plan(story: Story, pull: StoryPull, options: PlanOptions = {}): Promise<Job> {
  const { harness } = story;
  const head = headOf(story, pull);
  const job = await harness.plan(pull.number, options);
  note(story, `  plan of #${pull.number}: exit ${job.exit}`);
  if (pull.state === 'merged') return job;
  const merge = harness.git('rev-parse', `refs/pull/${pull.number}/merge`);
  const base = harness.git('rev-parse', `${merge}^1`);
  const before = valuesAt(story, base);
  const values = new Set([...valuesAt(story, merge)].filter((value) => !before.has(value)));
  const isSeen = [0, 2].includes(job.exit) && job.outputs.plan_path !== undefined;
  pull.seen = isSeen ? { head, base, values, behind: new Set(story.behind) } : undefined;
  return job;
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
  if (push === story.pushes.at(-1) && [0, 3].includes(job.exit)) story.behind.clear();
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
