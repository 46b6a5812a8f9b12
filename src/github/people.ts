import { z } from 'zod';
import type { Remedies } from './judge.ts';
import type { Asking } from './octokit.ts';
import { type RepositoryRef, placeText } from './place.ts';
import type { Repository } from './repository.ts';
import { ok } from '../model/index.ts';

const MAY_READ: Remedies = { 403: 'Use a token that may read the metadata of the repository.' };

/**
 * The role maintain is `write` here, and triage is `read`; custom roles count as their base role.
 * Source: docs.github.com, REST API, get repository permissions for a user (documented).
 */
const PermissionShape = z.object({ permission: z.enum(['admin', 'write', 'read', 'none']) });

export function permissionReads({ octokit, ask }: Asking, place: RepositoryRef): Pick<Repository, 'permission'> {
  return {
    permission: async (login) => {
      const answer = await ask(
        `what ${login} may do in ${placeText(place)}`,
        PermissionShape,
        () => octokit.rest.repos.getCollaboratorPermissionLevel({ ...place, username: login }),
        MAY_READ,
      );
      if (answer.ok) return ok(answer.value.permission);
      // The login no longer exists.
      return answer.status === 404 ? ok('none') : answer;
    },
  };
}
