import { z } from 'zod';
import { ok } from '../model/index.ts';
import { HIDDEN_REPOSITORY, missingPermission, type Remedies, unusableResponse } from './errors.ts';
import type { GitHubCalls } from './octokit.ts';
import { type RepositoryRef, refText } from './ref.ts';
import type { Repository } from './repository.ts';
import { HashShape } from './shapes.ts';

const REMEDIES: Remedies = {
  ...missingPermission('contents: read'),
  404: `Check the commit. ${HIDDEN_REPOSITORY}`,
};

/** Source: docs.github.com, get a tree: of a tree, or of a commit (documented). */
const TreeShape = z.object({
  tree: z.array(z.object({ path: z.string(), type: z.string(), sha: HashShape.optional() })),
  truncated: z.boolean(),
});

/**
 * Reads folder by folder. The contents endpoint needs one request, but answers the same for a missing file and a
 * missing commit, and follows symbolic links.
 */
export function treeReads({ octokit, call }: GitHubCalls, ref: RepositoryRef): Pick<Repository, 'blobAt'> {
  return {
    blobAt: async (path, commit) => {
      const names = path.split('/');
      let folder = commit;
      for (const [index, name] of names.entries()) {
        const what = `the files of commit ${commit} in ${refText(ref)}`;
        const sha = folder;
        const answer = await call(what, TreeShape, () => octokit.rest.git.getTree({ ...ref, tree_sha: sha }), REMEDIES);
        if (!answer.ok) return answer;
        if (answer.value.truncated) return unusableResponse(`GitHub returned ${what} only in part.`);
        const type = index === names.length - 1 ? 'blob' : 'tree';
        const found = answer.value.tree.find((entry) => entry.path === name && entry.type === type)?.sha;
        if (found === undefined) return ok(undefined);
        folder = found;
      }
      return ok(folder);
    },
  };
}
