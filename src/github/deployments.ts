import { z } from 'zod';
import { byTime, HashShape, IdShape, TimeShape } from './facts.ts';
import type { GitHubResult, Remedies } from './judge.ts';
import { type Asking, PER_PAGE } from './octokit.ts';
import type { RepositoryRef } from './place.ts';
import type { Repository } from './repository.ts';
import { ok } from '../model/index.ts';

const MAY_READ: Remedies = { 403: 'Give the job the permission deployments: read.' };

/** Source: docs.github.com, REST API, list deployments (documented). */
const DeploymentsShape = z.array(
  z.object({ id: IdShape, sha: HashShape, environment: z.string(), created_at: TimeShape }),
);

/** Source: docs.github.com, REST API, list deployment statuses (documented). */
const StatusesShape = z.array(z.object({ id: IdShape, state: z.string(), created_at: TimeShape }));

/**
 * Reads deployments. GitHub creates one for a job with an environment, and sets its status to the result of the job.
 */
export function deploymentReads({ octokit, pages }: Asking, place: RepositoryRef): Pick<Repository, 'lastDeployed'> {
  return {
    lastDeployed: async (environment) => {
      const deployments = await pages(
        `the deployments to ${environment}`,
        DeploymentsShape,
        (page) => octokit.rest.repos.listDeployments({ ...place, environment, per_page: PER_PAGE, page }),
        MAY_READ,
      );
      if (!deployments.ok) return deployments;
      const newestFirst = deployments.value
        .filter((deployment) => deployment.environment === environment)
        .map(({ id, sha, created_at: at }) => ({ id, sha, at }))
        .toSorted((one, other) => byTime(other, one));
      for (const { id, sha } of newestFirst) {
        const state = await lastState(id);
        if (!state.ok) return state;
        // Earlier ones may have succeeded too: GitHub makes them inactive only in some kinds of environments.
        if (state.value === 'success') return ok(sha);
      }
      return ok(undefined);
    },
  };

  async function lastState(deployment: number): Promise<GitHubResult<string | undefined>> {
    const statuses = await pages(
      `the statuses of deployment ${deployment}`,
      StatusesShape,
      (page) =>
        octokit.rest.repos.listDeploymentStatuses({ ...place, deployment_id: deployment, per_page: PER_PAGE, page }),
      MAY_READ,
    );
    if (!statuses.ok) return statuses;
    const inTime = statuses.value.map(({ id, state, created_at: at }) => ({ id, state, at })).toSorted(byTime);
    return ok(inTime.at(-1)?.state);
  }
}
