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
