import { z } from 'zod';
import { HashShape } from './facts.ts';
import { type Remedies, unusable } from './judge.ts';
import type { Asking } from './octokit.ts';
import { type RepositoryRef, placeText } from './place.ts';
import type { Repository } from './repository.ts';
import { ok } from '../model/index.ts';

const MAY_READ: Remedies = {
  403: 'Give the job the permission contents: read.',
  404: 'Check the commit; a token without access to a repository is told that it does not exist.',
};

/** Source: docs.github.com, REST API, get a tree: of a tree, or of a commit (documented). */
const TreeShape = z.object({
  tree: z.array(z.object({ path: z.string(), type: z.string(), sha: HashShape.optional() })),
  truncated: z.boolean(),
});

/**
 * Reads the tree of a commit folder by folder. The contents endpoint needs only one request, but its response is the
 * same for a missing file and a missing commit, and it follows symbolic links.
 */
export function treeReads({ octokit, ask }: Asking, place: RepositoryRef): Pick<Repository, 'blobAt'> {
  return {
    blobAt: async (path, commit) => {
      const names = path.split('/');
      let folder = commit;
      for (const [index, name] of names.entries()) {
        const what = `what commit ${commit} of ${placeText(place)} holds`;
        const sha = folder;
        const answer = await ask(
          what,
          TreeShape,
          () => octokit.rest.git.getTree({ ...place, tree_sha: sha }),
          MAY_READ,
        );
        if (!answer.ok) return answer;
        if (answer.value.truncated) return unusable(`GitHub answers ${what} only in part.`);
        const type = index === names.length - 1 ? 'blob' : 'tree';
        const found = answer.value.tree.find((entry) => entry.path === name && entry.type === type)?.sha;
        if (found === undefined) return ok(undefined);
        folder = found;
      }
      return ok(folder);
    },
  };
}
