import { z } from 'zod';
import { ok } from '../model/index.ts';
import { activityReads } from './activity.ts';
import { deploymentReads } from './deployments.ts';
import { downloads } from './download.ts';
import { issueMethods } from './issues.ts';
import { type GitHubCalls, type GitHubOptions, openOctokit } from './octokit.ts';
import { pullReads } from './pulls.ts';
import { queueReads } from './queue.ts';
import { type RepositoryRef, refText } from './ref.ts';
import type { Repository } from './repository.ts';
import { runReads } from './runs.ts';
import { treeReads } from './tree.ts';

const RepositoryShape = z.object({ default_branch: z.string().min(1) }).transform((one) => one.default_branch);

/** One repository over Octokit. */
export function createRepository(options: GitHubOptions, { owner, repo }: RepositoryRef): Repository {
  const ref = { owner, repo };
  const calls = openOctokit(options);
  const pulls = pullReads(calls, ref);
  return {
    defaultBranch: () =>
      calls.call(`the repository ${refText(ref)}`, RepositoryShape, () => calls.octokit.rest.repos.get(ref)),
    ...pulls,
    ...activityReads(calls, ref),
    ...runReads(calls, ref),
    ...downloads(calls, ref),
    ...treeReads(calls, ref),
    ...permissionReads(calls, ref),
    ...deploymentReads(calls, ref),
    ...queueReads(calls, ref, pulls.pull),
    ...issueMethods(calls, ref),
  };
}

/**
 * The role maintain is `write` here, and triage is `read`; custom roles count as their base role.
 * Source: docs.github.com, get repository permissions for a user (documented).
 */
const PermissionShape = z
  .object({ permission: z.enum(['admin', 'write', 'read', 'none']) })
  .transform(({ permission }) => permission);

function permissionReads({ octokit, call }: GitHubCalls, ref: RepositoryRef): Pick<Repository, 'permission'> {
  return {
    permission: async (login) => {
      const permission = await call(
        `the permission of ${login} in ${refText(ref)}`,
        PermissionShape,
        () => octokit.rest.repos.getCollaboratorPermissionLevel({ ...ref, username: login }),
        { 403: 'Use a token that may read the metadata of the repository.' },
      );
      // The login no longer exists.
      return !permission.ok && permission.status === 404 ? ok('none') : permission;
    },
  };
}
