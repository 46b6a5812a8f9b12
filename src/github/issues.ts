import { z } from 'zod';
import { ok } from '../model/index.ts';
import { HIDDEN_REPOSITORY, missingPermission, type Remedies } from './errors.ts';
import { type GitHubCalls, OLDEST_FIRST } from './octokit.ts';
import { type RepositoryRef, refText } from './ref.ts';
import type { Repository } from './repository.ts';

const MAY_WRITE: Remedies = {
  ...missingPermission('issues: write'),
  404: `Check the repository. ${HIDDEN_REPOSITORY}`,
  410: 'Enable issues in the settings of the repository.',
};

/**
 * Source: docs.github.com, list repository issues (documented). A pull request is an issue with
 * `pull_request`.
 */
const IssueShape = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  user: z.object({ login: z.string() }).nullable(),
  pull_request: z.unknown().optional(),
});
const IssuesShape = z.array(IssueShape);
const NumberShape = z.object({ number: z.number().int().positive() }).transform(({ number }) => number);

export function issueMethods(
  { octokit, call, pages }: GitHubCalls,
  ref: RepositoryRef,
): Pick<Repository, 'openIssues' | 'openIssue' | 'editIssue'> {
  return {
    openIssues: async () => {
      const all = await pages(
        `the open issues of ${refText(ref)}`,
        IssuesShape,
        (page) => octokit.rest.issues.listForRepo({ ...ref, state: 'open', ...OLDEST_FIRST, page }),
        missingPermission('issues: read'),
      );
      if (!all.ok) return all;
      const issues = all.value
        .filter(({ pull_request: pull }) => pull === undefined || pull === null)
        .map(({ number, title, body, state, user }) => ({
          number,
          title,
          state,
          body: body ?? '',
          author: user?.login ?? null,
        }));
      return ok(issues);
    },
    openIssue: (title, body) =>
      call(
        `a new issue in ${refText(ref)}`,
        NumberShape,
        // Not retried: if the response was lost, the issue may exist.
        () => octokit.rest.issues.create({ ...ref, title, body, request: { retries: 0 } }),
        MAY_WRITE,
      ),
    editIssue: async (number, change) => {
      const edited = await call(
        `an edit of issue ${refText(ref)}#${number}`,
        NumberShape,
        () => octokit.rest.issues.update({ ...ref, issue_number: number, ...change }),
        MAY_WRITE,
      );
      return edited.ok ? ok(undefined) : edited;
    },
  };
}
