import { z } from 'zod';
import { activityReads } from './activity.ts';
import { deploymentReads } from './deployments.ts';
import { downloads } from './download.ts';
import { issueMethods } from './issues.ts';
import { type GitHubOptions, openOctokit } from './octokit.ts';
import { permissionReads } from './people.ts';
import { type RepositoryRef, placeText } from './place.ts';
import { pullReads } from './pulls.ts';
import { queueReads } from './queue.ts';
import type { Repository } from './repository.ts';
import { runReads } from './runs.ts';
import { treeReads } from './tree.ts';
import { ok } from '../model/index.ts';

const RepositoryShape = z.object({ default_branch: z.string().min(1) });

/** One repository over Octokit. All clients of the same GitHub server share one throttle. */
export function createRepository(options: GitHubOptions, place: RepositoryRef): Repository {
  // Keep other members of `place` out of requests.
  const { owner, repo } = place;
  const asking = openOctokit(options);
  const pulls = pullReads(asking, { owner, repo });
  return {
    defaultBranch: async () => {
      const answer = await asking.ask(`the repository ${placeText(place)}`, RepositoryShape, () =>
        asking.octokit.rest.repos.get({ owner, repo }),
      );
      return answer.ok ? ok(answer.value.default_branch) : answer;
    },
    ...pulls,
    ...activityReads(asking, { owner, repo }),
    ...runReads(asking, { owner, repo }),
    ...downloads(asking, { owner, repo }),
    ...treeReads(asking, { owner, repo }),
    ...permissionReads(asking, { owner, repo }),
    ...deploymentReads(asking, { owner, repo }),
    ...queueReads(asking, { owner, repo }, pulls.pull),
    ...issueMethods(asking, { owner, repo }),
  };
}
