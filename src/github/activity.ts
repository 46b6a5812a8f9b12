import { z } from 'zod';
import { ActorShape, byTime, HashShape, IdShape, TimeShape } from './facts.ts';
import type { Remedies } from './judge.ts';
import { type Asking, PER_PAGE } from './octokit.ts';
import type { RepositoryRef } from './place.ts';
import type { Repository } from './repository.ts';
import { ok } from '../model/index.ts';

const MAY_READ: Remedies = { 403: 'Give the job the permission contents: read.' };

/**
 * Source: docs.github.com, REST API, list repository activities (documented; that contents: read suffices is inferred).
 */
const ActivityShape = z.object({
  id: IdShape,
  after: HashShape,
  ref: z.string(),
  timestamp: TimeShape,
  activity_type: z.string(),
  actor: ActorShape,
});

/** Reads the actor of each branch update: a push, a force push, a merge or a new branch. */
export function activityReads({ octokit, pages }: Asking, place: RepositoryRef): Pick<Repository, 'pushesTo'> {
  return {
    pushesTo: async (branch) => {
      const ref = `refs/heads/${branch}`;
      const answer = await pages(
        `the activity of the branch ${branch}`,
        z.array(ActivityShape),
        (_, after) =>
          octokit.rest.repos.listActivities({
            ...place,
            ref,
            per_page: PER_PAGE,
            ...(after !== undefined && { after }),
          }),
        MAY_READ,
      );
      if (!answer.ok) return answer;
      const pushes = answer.value
        .filter((activity) => activity.ref === ref && activity.activity_type !== 'branch_deletion')
        .map(({ id, timestamp: at, after: head, actor: by }) => ({ id, at, push: { head, by, at } }))
        .toSorted(byTime)
        .map(({ push }) => push);
      return ok(pushes);
    },
  };
}
