import { z } from 'zod';
import { ok } from '../model/index.ts';
import { missingPermission } from './errors.ts';
import { type GitHubCalls, PER_PAGE } from './octokit.ts';
import type { RepositoryRef } from './ref.ts';
import type { Repository, WorkflowRun } from './repository.ts';
import { ActorShape, byTime, HashShape, IdShape, TimeShape } from './shapes.ts';

const REMEDIES = missingPermission('actions: read');

/** Source: docs.github.com, list workflow runs for a repository, get a workflow run attempt (documented). */
const RunShape = z.object({
  id: IdShape,
  path: z.string(),
  event: z.string(),
  head_sha: HashShape,
  head_branch: z.string().nullable(),
  head_repository: z.object({ full_name: z.string() }).nullish(),
  actor: ActorShape,
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  run_attempt: z.number().int().positive().optional(),
  created_at: TimeShape,
  run_started_at: TimeShape.optional(),
  html_url: z.string(),
});
const RunsShape = z.object({ workflow_runs: z.array(RunShape) }).transform(({ workflow_runs: runs }) => runs);

/** Source: docs.github.com, list workflow run artifacts (documented). */
const ArtifactShape = z.object({
  id: IdShape,
  name: z.string(),
  expired: z.boolean(),
  size_in_bytes: z.number().int().nonnegative(),
  created_at: TimeShape.nullable(),
});
const ArtifactsShape = z.object({ artifacts: z.array(ArtifactShape) }).transform(({ artifacts }) => artifacts);

/** An artifact without a time counts as the oldest. */
const OLDEST = '1970-01-01T00:00:00Z';

export function runReads(
  { octokit, call, pages }: GitHubCalls,
  ref: RepositoryRef,
): Pick<Repository, 'runsOf' | 'attemptOf' | 'rerun' | 'artifactsOf'> {
  return {
    runsOf: async (head) => {
      const answer = await pages(
        `the workflow runs for commit ${head}`,
        RunsShape,
        (page) => octokit.rest.actions.listWorkflowRunsForRepo({ ...ref, head_sha: head, per_page: PER_PAGE, page }),
        REMEDIES,
      );
      if (!answer.ok) return answer;
      const byId = new Map(answer.value.map((run) => [run.id, run]));
      const newestFirst = [...byId.values()]
        .map((run) => ({ at: run.created_at, id: run.id, run }))
        .toSorted((one, other) => byTime(other, one))
        .map(({ run }) => runOf(run));
      return ok(newestFirst);
    },
    attemptOf: (run_id, attempt_number) =>
      call(
        `attempt ${attempt_number} of the workflow run ${run_id}`,
        RunShape.transform(runOf),
        () => octokit.rest.actions.getWorkflowRunAttempt({ ...ref, run_id, attempt_number }),
        REMEDIES,
      ),
    rerun: async (run) => {
      // Source: docs.github.com, re-run a workflow; re-running workflows and jobs (documented). That the token of a
      // workflow may start a run again, although its events start none, is second-hand.
      const started = await call(
        `a new attempt of the workflow run ${run}`,
        z.unknown(),
        () => octokit.rest.actions.reRunWorkflow({ ...ref, run_id: run, request: { retries: 0 } }),
        { 403: 'Give the job the permission actions: write. After 30 days or 50 attempts, push a commit instead.' },
      );
      return started.ok ? ok(undefined) : started;
    },
    artifactsOf: async (run) => {
      const answer = await pages(
        `the artifacts of the workflow run ${run}`,
        ArtifactsShape,
        (page) => octokit.rest.actions.listWorkflowRunArtifacts({ ...ref, run_id: run, per_page: PER_PAGE, page }),
        REMEDIES,
      );
      if (!answer.ok) return answer;
      const artifacts = answer.value.map(({ id, name, expired, size_in_bytes: size, created_at: at }) => ({
        id,
        name,
        expired,
        size,
        createdAt: at ?? OLDEST,
      }));
      return ok(artifacts);
    },
  };
}

function runOf(run: z.infer<typeof RunShape>): WorkflowRun {
  return {
    id: run.id,
    path: run.path,
    event: run.event,
    head: run.head_sha,
    headBranch: run.head_branch,
    headRepository: run.head_repository?.full_name ?? null,
    actor: run.actor,
    status: run.status ?? 'unknown',
    conclusion: run.conclusion,
    attempt: run.run_attempt ?? 1,
    createdAt: run.created_at,
    startedAt: run.run_started_at ?? run.created_at,
    url: run.html_url,
  };
}
