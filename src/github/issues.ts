import { z } from 'zod';
import type { Remedies } from './judge.ts';
import { type Asking, PER_PAGE } from './octokit.ts';
import { type RepositoryRef, placeText } from './place.ts';
import type { Repository } from './repository.ts';
import { ok } from '../model/index.ts';

const MAY_READ: Remedies = { 403: 'Give the job the permission issues: read.' };
const MAY_WRITE: Remedies = {
  403: 'Give the job the permission issues: write.',
  404: 'Check the repository; a token without access to a repository is told that it does not exist.',
  410: 'Switch issues on in the settings of the repository.',
};

/**
 * Source: docs.github.com, REST API, list repository issues (documented). A pull request is an issue with
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
const NumberShape = z.object({ number: z.number().int().positive() });

export function issueMethods(
  { octokit, ask, pages }: Asking,
  place: RepositoryRef,
): Pick<Repository, 'openIssues' | 'openIssue' | 'editIssue'> {
  return {
    openIssues: async () => {
      const answer = await pages(
        `the open issues of ${placeText(place)}`,
        IssuesShape,
        (page) =>
          octokit.rest.issues.listForRepo({
            ...place,
            state: 'open',
            sort: 'created',
            direction: 'asc',
            per_page: PER_PAGE,
            page,
          }),
        MAY_READ,
      );
      if (!answer.ok) return answer;
      const issues = answer.value
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
    openIssue: async (title, body) => {
      const answer = await ask(
        `a new issue in ${placeText(place)}`,
        NumberShape,
        // Not retried: if the response was lost, the issue may exist.
        () => octokit.rest.issues.create({ ...place, title, body, request: { retries: 0 } }),
        MAY_WRITE,
      );
      return answer.ok ? ok(answer.value.number) : answer;
    },
    editIssue: async (number, change) => {
      const answer = await ask(
        `an edit of issue ${placeText(place)}#${number}`,
        NumberShape,
        () => octokit.rest.issues.update({ ...place, issue_number: number, ...change }),
        MAY_WRITE,
      );
      return answer.ok ? ok(undefined) : answer;
    },
  };
}
