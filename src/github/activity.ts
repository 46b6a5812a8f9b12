import { z } from 'zod';
import { ok } from '../model/index.ts';
import { missingPermission } from './errors.ts';
import { type GitHubCalls, PER_PAGE } from './octokit.ts';
import type { RepositoryRef } from './ref.ts';
import type { Repository } from './repository.ts';
import { ActorShape, byTime, HashShape, IdShape, TimeShape } from './shapes.ts';

/**
 * Source: docs.github.com, list repository activities (documented; that contents: read suffices is inferred).
 */
const ActivitiesShape = z.array(
  z.object({
    id: IdShape,
    after: HashShape,
    ref: z.string(),
    timestamp: TimeShape,
    activity_type: z.string(),
    actor: ActorShape,
  }),
);

/** Source: docs.github.com, list deployments (documented). */
const DeploymentsShape = z.array(
  z.object({ id: IdShape, sha: HashShape, environment: z.string(), created_at: TimeShape }),
);

/** Source: docs.github.com, list deployment statuses (documented). */
const StatusesShape = z.array(z.object({ id: IdShape, state: z.string(), created_at: TimeShape }));

/** Reads the actor of each branch update. */
export function activityReads({ octokit, pages }: GitHubCalls, ref: RepositoryRef): Pick<Repository, 'pushesTo'> {
  return {
    pushesTo: async (branch) => {
      const branchRef = `refs/heads/${branch}`;
      const activities = await pages(
        `the activity of the branch ${branch}`,
        ActivitiesShape,
        (_, after) =>
          octokit.rest.repos.listActivities({
            ...ref,
            ref: branchRef,
            per_page: PER_PAGE,
            ...(after !== undefined && { after }),
          }),
        missingPermission('contents: read'),
      );
      if (!activities.ok) return activities;
      const pushes = activities.value
        .filter((activity) => activity.ref === branchRef && activity.activity_type !== 'branch_deletion')
        .map(({ id, timestamp: at, after: head, actor: by }) => ({ id, at, push: { head, by, at } }))
        .toSorted(byTime)
        .map(({ push }) => push);
      return ok(pushes);
    },
  };
}

/** GitHub creates a deployment for a job with an environment, and sets its status to the job's result. */
export function deploymentReads({ octokit, pages }: GitHubCalls, ref: RepositoryRef): Pick<Repository, 'lastDeployed'> {
  const remedies = missingPermission('deployments: read');
  return {
    lastDeployed: async (environment) => {
      const deployments = await pages(
        `the deployments to ${environment}`,
        DeploymentsShape,
        (page) => octokit.rest.repos.listDeployments({ ...ref, environment, per_page: PER_PAGE, page }),
        remedies,
      );
      if (!deployments.ok) return deployments;
      const newestFirst = deployments.value
        .filter((deployment) => deployment.environment === environment)
        .map(({ id, sha, created_at: at }) => ({ id, sha, at }))
        .toSorted((one, other) => byTime(other, one));
      for (const { id, sha } of newestFirst) {
        const statuses = await pages(
          `the statuses of deployment ${id}`,
          StatusesShape,
          (page) => octokit.rest.repos.listDeploymentStatuses({ ...ref, deployment_id: id, per_page: PER_PAGE, page }),
          remedies,
        );
        if (!statuses.ok) return statuses;
        const inTime = statuses.value.map((status) => ({ ...status, at: status.created_at })).toSorted(byTime);
        // GitHub makes earlier ones inactive only in some kinds of environments.
        if (inTime.at(-1)?.state === 'success') return ok(sha);
      }
      return ok(undefined);
    },
  };
}
