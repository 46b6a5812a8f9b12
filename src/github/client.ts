import { z } from 'zod';
import { ok } from '../model/index.ts';
import { type GitHubResult, HIDDEN_REPOSITORY, type Remedies } from './errors.ts';
import { type GitHubOptions, openOctokit, PER_PAGE, type Sent } from './octokit.ts';
import { type Pull, pullText } from './ref.ts';

/** `author` is a login; `null` for a deleted account. */
export type Comment = { readonly id: number; readonly author: string | null; readonly body: string };

export type Reaction = 'eyes' | 'rocket' | 'confused';

/** Rejects only if `signal` aborts. */
export type GitHub = {
  /** Login of the owner of the token: `octocat`, `github-actions[bot]`. */
  readonly whoAmI: () => Promise<GitHubResult<string>>;
  /** Oldest first. */
  readonly comments: (pull: Pull) => Promise<GitHubResult<readonly Comment[]>>;
  /** Returns the URL, as `edit` does. Not retried if the response was lost, because the comment may exist. */
  readonly create: (pull: Pull, body: string) => Promise<GitHubResult<string>>;
  readonly edit: (pull: Pull, id: number, body: string) => Promise<GitHubResult<string>>;
  /** Succeeds if the comment does not exist. */
  readonly remove: (pull: Pull, id: number) => Promise<GitHubResult<undefined>>;
  /** Adds a reaction to a comment; GitHub keeps one of each kind. */
  readonly react: (pull: Pull, comment: number, reaction: Reaction) => Promise<GitHubResult<undefined>>;
};

/** Author of comments with the token of GitHub Actions. Source: docs.github.com, GITHUB_TOKEN (documented). */
const ACTIONS = 'github-actions[bot]';

/** Source: docs.github.com, issue comments (documented). */
const CommentShape = z.object({
  id: z.number().int(),
  user: z.object({ login: z.string() }).nullable(),
  body: z.string().nullish(),
});
const CommentsShape = z.array(CommentShape);
const PostedShape = z.object({ html_url: z.string() }).transform((posted) => posted.html_url);
const UserShape = z.object({ login: z.string() }).transform(({ login }) => login);
const ViewerShape = z.object({ viewer: UserShape }).transform(({ viewer }) => viewer);

/** Throttles and retries. Follows no redirect. */
export function createGitHub(options: GitHubOptions): GitHub {
  const { octokit, call, graphql, pages } = openOctokit(options);
  return {
    whoAmI: async () => {
      const what = 'the account of the token';
      const user = await call(what, UserShape, () => octokit.rest.users.getAuthenticated());
      if (user.ok) return user;
      // App tokens belong to no user; only GraphQL returns their login. Source: docs.github.com, REST API endpoints for
      // users (documented); `viewer` is `github-actions[bot]` (second-hand: widely used actions rely on it).
      if (user.status !== 403 || user.problems[0].code === 'github/rate-limited') return user;
      const viewer = await call(what, ViewerShape, () => graphql('query { viewer { login } }'));
      if (viewer.ok) return viewer;
      // If GraphQL is denied, assume the login that nearly all runs have.
      return viewer.problems[0].code === 'github/refused' ? ok(ACTIONS) : viewer;
    },
    comments: async (pull) => {
      const comments = await pages(
        `the comments on ${pullText(pull)}`,
        CommentsShape,
        (page) => octokit.rest.issues.listComments({ ...issueOf(pull), per_page: PER_PAGE, page }),
        remediesFor(pull),
      );
      if (!comments.ok) return comments;
      const all = comments.value.map(({ id, user, body }) => ({ id, author: user?.login ?? null, body: body ?? '' }));
      return ok(all);
    },
    create: (pull, body) =>
      posted(`a new comment on ${pullText(pull)}`, pull, () =>
        octokit.rest.issues.createComment({ ...issueOf(pull), body, request: { retries: 0 } }),
      ),
    edit: (pull, id, body) =>
      posted(`the new text of a comment on ${pullText(pull)}`, pull, () =>
        octokit.rest.issues.updateComment({ owner: pull.owner, repo: pull.repo, comment_id: id, body }),
      ),
    remove: async (pull, id) => {
      const removed = await call(
        `the removal of a comment on ${pullText(pull)}`,
        z.unknown(),
        () => octokit.rest.issues.deleteComment({ owner: pull.owner, repo: pull.repo, comment_id: id }),
        remediesFor(pull),
      );
      return removed.ok || removed.status === 404 ? ok(undefined) : removed;
    },
    react: async (pull, comment, content) => {
      // Source: docs.github.com, create reaction for an issue comment (documented; pull-requests: write suffices).
      const reacted = await call(
        `a reaction to a comment on ${pullText(pull)}`,
        z.unknown(),
        () =>
          octokit.rest.reactions.createForIssueComment({
            owner: pull.owner,
            repo: pull.repo,
            comment_id: comment,
            content,
          }),
        remediesFor(pull),
      );
      return reacted.ok ? ok(undefined) : reacted;
    },
  };

  function posted(what: string, pull: Pull, send: () => Promise<Sent>): Promise<GitHubResult<string>> {
    return call(what, PostedShape, send, remediesFor(pull));
  }
}

function remediesFor({ fromFork }: Pull): Remedies {
  return {
    403: fromFork
      ? 'The token of a pull request from a fork cannot write. Read the plan in the job summary.'
      : 'Give the job the permission pull-requests: write, and unlock the conversation if it is locked.',
    404: `Check the repository and the number. ${HIDDEN_REPOSITORY}`,
    422: 'Remove old comments if there are 2,500, the maximum of GitHub.',
  };
}

function issueOf({ owner, repo, number }: Pull): { owner: string; repo: string; issue_number: number } {
  return { owner, repo, issue_number: number };
}
