import { acme, client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';
import type { Job, JobOptions } from './runner.ts';
import { type ActionOptions, type ActionHarness, onAction, type PlanOptions } from './harness.ts';
import { example, inRepository } from './payloads.ts';

/** What journeys of apply and recheck share: three clients, a plan workflow, and a runner that deploys. */

export const WORKFLOW = '.github/workflows/reconcile-plan.yml';

export const [one, two, three] = [acme(), client(2), client(3)];
export const clients = [one, two, three];

const policies = { 'cap-increase': { percent: 25 } };

/** All layers match their documents. */
export const quiet: ActionOptions = {
  files: {
    'reconcile.yaml': settings({ transport: endpoint(), policies }),
    [WORKFLOW]: 'on: pull_request\n',
    'README.md': 'Ads\n',
    ...documentsOf(clients),
  },
  world: worldOf(clients),
};

/** A document that differs from the live state. */
export function desired(of: typeof one, given: Record<string, unknown>): Record<string, string> {
  return { [fileOf(of)]: documentOf(of, given) };
}

/** What Layers holds of a client. */
export function live(harness: ActionHarness, of: typeof one): Record<string, unknown> {
  const project = harness.sandbox.world().layers.projects.find(({ id }) => id === of.project);
  return { ...project?.layers[0]?.config };
}

/** A person edits a layer in the dashboard. */
export async function clicks(harness: ActionHarness, of: typeof one, members: Record<string, unknown>): Promise<void> {
  const body = JSON.stringify({ project: of.project, json: { ...of.config, ...members } });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${harness.sandbox.origin}/__sandbox/people/paste`, { method: 'POST', headers, body });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** Plans a pull request, and keeps what its run left. */
export function plan(harness: ActionHarness, number: number, options: PlanOptions = {}): Promise<Job> {
  return harness.plan(number, options);
}

/** Opens, plans and merges. Answers with the newest commit of `main`. */
export async function reviewed(
  harness: ActionHarness,
  number: number,
  files: Record<string, string | null>,
  how: 'merge' | 'squash' | 'rebase' = 'squash',
): Promise<string> {
  harness.open(number, files);
  const planned = await plan(harness, number);
  if (![0, 2].includes(planned.exit)) throw new Error(planned.out);
  return harness.merge(number, how);
}

export type ApplyOptions = Partial<JobOptions> & {
  readonly before?: string;
  readonly digest?: string;
  readonly event?: 'push' | 'workflow_dispatch';
  /** The job is in an environment, which records it. Removed: the run was dropped, or there is none. */
  readonly deploys?: boolean;
};

/**
 * Runs `command: apply` on `main` in a job with an environment: GitHub creates its deployment before, and sets the
 * status to the job's result after everything else.
 */
export async function apply(harness: ActionHarness, given: ApplyOptions = {}): Promise<Job> {
  const { before, digest, event = 'push', deploys = true, inputs = {}, ...more } = given;
  const commit = more.commit ?? harness.git('rev-parse', 'main');
  const payload = inRepository({ ...example(event), ...(before !== undefined && { before }) }, harness.repository, {
    login: 'maya',
  });
  const { world } = harness.github;
  const deployment = deploys ? world.deploy('reconcile-apply', commit, 'in_progress') : undefined;
  const job = await harness.onMain(
    event,
    { command: 'apply', ...(digest !== undefined && { digest }), ...inputs },
    { depth: 0, payload, ...more, commit },
  );
  const failed = [1, 4, 70].includes(job.exit);
  if (deployment !== undefined) world.addStatus(deployment, failed ? 'failure' : 'success');
  return job;
}

/** Our own statuses of the newest deployment, oldest first. */
export function verdicts(harness: ActionHarness): readonly string[] {
  const statuses = harness.github.world.deployments().at(-1)?.statuses ?? [];
  return statuses.map(({ description }) => description).filter((text) => text !== '');
}

/** Everything up to here was applied. */
export function deployed(harness: ActionHarness): void {
  harness.github.world.deploy('reconcile-apply', harness.git('rev-parse', 'main'), 'in_progress', 'success');
}

/** The outcome comment of a pull request. */
export function outcomeOn(harness: ActionHarness, pull: number): string | undefined {
  return harness.github
    .comments()
    .filter((comment) => comment.pull === pull)
    .find(({ body }) => body.includes('"kind":"outcome"'))?.body;
}

/** The digest that a run prints. */
export function digestIn({ out }: Job): string {
  const found = /sha256:[0-9a-f]{64}/.exec(out.split('digest').at(-1) ?? '')?.[0];
  if (found === undefined) throw new Error(`no digest in ${out}`);
  return found;
}

export { documentOf, documentsOf, fileOf, onAction, settings, endpoint, policies, worldOf };
