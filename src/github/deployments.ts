import { z } from 'zod';
import { clip, ok } from '../model/index.ts';
import { type GitHubResult, missingPermission } from './errors.ts';
import { type GitHubCalls, type GitHubOptions, openOctokit, PER_PAGE } from './octokit.ts';
import type { RepositoryRef } from './ref.ts';
import type { Repository } from './repository.ts';
import { byTime, HashShape, IdShape, TimeShape } from './shapes.ts';

/** Source: docs.github.com, list deployments (documented). */
const DeploymentsShape = z.array(
  z.object({ id: IdShape, sha: HashShape, environment: z.string(), created_at: TimeShape }),
);

/** Source: docs.github.com, list deployment statuses (documented). */
const StatusShape = z.object({
  id: IdShape,
  state: z.string(),
  description: z.string().nullish(),
  created_at: TimeShape,
});
const StatusesShape = z.array(StatusShape);

type Deployment = { readonly id: number; readonly sha: string; readonly at: string };

type Status = { readonly state: string; readonly description: string };

/** Descriptions of our own statuses. GitHub sets `success` when a job ends, also if its apply waits for a person. */
const OPEN = 'reconcile: open';
const SETTLED = 'reconcile: settled';

const FAILED: readonly string[] = ['failure', 'error'];
const ENDED: readonly string[] = [...FAILED, 'success', 'inactive'];

/** Source: docs.github.com, create a deployment status (documented). */
const MAX_DESCRIPTION_CHARS = 140;

/** GitHub creates a deployment for a job with an environment, and sets its status to the job's result. */
export function deploymentReads(calls: GitHubCalls, ref: RepositoryRef): Pick<Repository, 'lastDeployed'> {
  return {
    lastDeployed: async (environment) => {
      const deployments = await newestFirst(environment, calls, ref);
      if (!deployments.ok) return deployments;
      let ended: string | undefined;
      let isReplaced = false;
      for (const { id, sha } of deployments.value) {
        const statuses = await statusesOf(id, 'deployments: read', calls, ref);
        if (!statuses.ok) return statuses;
        if (ended === undefined && hasEnded(statuses.value)) ended = sha;
        if (isSettled(statuses.value, isReplaced)) return ok({ settled: sha, ended });
        isReplaced ||= statuses.value.some(({ state }) => state === 'success');
      }
      return ok({ settled: undefined, ended });
    },
  };
}

function hasEnded(statuses: readonly Status[]): boolean {
  return statuses.some(({ state }) => ENDED.includes(state));
}

/**
 * Our own last status decides, if there is one.
 *
 * @param statuses oldest first
 * @param isReplaced a newer deployment succeeded. GitHub then adds `inactive` in some kinds of environments
 */
function isSettled(statuses: readonly Status[], isReplaced: boolean): boolean {
  const own = statuses.findLast(isOurs);
  if (own !== undefined) return own.description === SETTLED;
  const last = statuses.findLast(({ state }) => !isReplaced || state !== 'inactive');
  return last?.state === 'success';
}

function isOurs({ description }: Status): boolean {
  return description === SETTLED || description.startsWith(OPEN);
}

/** Writes to deployments. Rejects only if the run is interrupted. */
export type DeploymentWriter = {
  /**
   * States on the newest deployment whether the next apply must begin before it. Writes nothing without a deployment,
   * or if that is already so.
   *
   * @param commits only deployments of these count
   * @param open what is not applied yet: `#7`; empty if everything is settled
   */
  readonly recordVerdict: (
    environment: string,
    commits: ReadonlySet<string>,
    open: readonly string[],
  ) => Promise<GitHubResult<undefined>>;
};

export function createDeploymentWriter(options: GitHubOptions, { owner, repo }: RepositoryRef): DeploymentWriter {
  const ref = { owner, repo };
  const calls = openOctokit(options);
  const permission = 'deployments: write';
  return {
    recordVerdict: async (environment, commits, open) => {
      const deployments = await newestFirst(environment, calls, ref, permission);
      if (!deployments.ok) return deployments;
      const newest = deployments.value.find(({ sha }) => commits.has(sha));
      if (newest === undefined) return ok(undefined);
      const statuses = await statusesOf(newest.id, permission, calls, ref);
      if (!statuses.ok) return statuses;
      const description = open.length === 0 ? SETTLED : clip(`${OPEN}: ${open.join(', ')}`, MAX_DESCRIPTION_CHARS - 1);
      const own = statuses.value.findLast(isOurs)?.description;
      const hasFailed = FAILED.includes(statuses.value.at(-1)?.state ?? '');
      if (own === description || (own === undefined && open.length === 0 && !hasFailed)) return ok(undefined);
      const written = await calls.call(
        `a status of deployment ${newest.id}`,
        StatusShape,
        () =>
          calls.octokit.rest.repos.createDeploymentStatus({
            ...ref,
            deployment_id: newest.id,
            state: open.length === 0 ? 'success' : 'inactive',
            description,
            // The states of earlier deployments are read later.
            auto_inactive: false,
          }),
        missingPermission(permission),
      );
      return written.ok ? ok(undefined) : written;
    },
  };
}

async function newestFirst(
  environment: string,
  { octokit, pages }: GitHubCalls,
  ref: RepositoryRef,
  permission = 'deployments: read',
): Promise<GitHubResult<readonly Deployment[]>> {
  const listed = await pages(
    `the deployments to ${environment}`,
    DeploymentsShape,
    (page) => octokit.rest.repos.listDeployments({ ...ref, environment, per_page: PER_PAGE, page }),
    missingPermission(permission),
  );
  if (!listed.ok) return listed;
  const deployments = listed.value
    .filter((deployment) => deployment.environment === environment)
    .map(({ id, sha, created_at: at }) => ({ id, sha, at }));
  return ok(deployments.toSorted((one, other) => byTime(other, one)));
}

/** Oldest first. */
async function statusesOf(
  deployment: number,
  permission: string,
  { octokit, pages }: GitHubCalls,
  ref: RepositoryRef,
): Promise<GitHubResult<readonly Status[]>> {
  const listed = await pages(
    `the statuses of deployment ${deployment}`,
    StatusesShape,
    (page) =>
      octokit.rest.repos.listDeploymentStatuses({ ...ref, deployment_id: deployment, per_page: PER_PAGE, page }),
    missingPermission(permission),
  );
  if (!listed.ok) return listed;
  const inTime = listed.value.map((status) => ({ ...status, at: status.created_at })).toSorted(byTime);
  return ok(inTime.map(({ state, description }) => ({ state, description: description ?? '' })));
}
