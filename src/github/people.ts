import { z } from 'zod';
import type { Remedies } from './judge.ts';
import type { Asking } from './octokit.ts';
import { type RepositoryRef, placeText } from './place.ts';
import type { Repository } from './repository.ts';

const MAY_READ: Remedies = { 403: 'Use a token that may read the metadata of the repository.' };

/**
 * Maintain is write here, and triage read; roles of an organization's own count as what they are built on.
 * Source: docs.github.com, REST API, get repository permissions for a user (documented).
 */
const PermissionShape = z.object({ permission: z.enum(['admin', 'write', 'read', 'none']) });

/** What people may do in the repository. */
export function permissionReads({ octokit, ask }: Asking, place: RepositoryRef): Pick<Repository, 'permission'> {
  return {
    permission: async (login) => {
      const answer = await ask(
        `what ${login} may do in ${placeText(place)}`,
        PermissionShape,
        () => octokit.rest.repos.getCollaboratorPermissionLevel({ ...place, username: login }),
        MAY_READ,
      );
      if (answer.ok) return { ok: true, value: answer.value.permission };
      // Nobody has this login any more.
      return answer.status === 404 ? { ok: true, value: 'none' } : answer;
    },
  };
}
