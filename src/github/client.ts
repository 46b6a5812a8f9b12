import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Comment } from './comment.ts';
import { type Answer, refusedBy, unreadableAnswer } from './judge.ts';
import { type Pull, pullText } from './pull.ts';

export type GitHubOptions = {
  /** Sends one request. What it answers is a `Response`, whichever library it comes from. */
  readonly fetch: (url: string, init: object) => Promise<unknown>;
  readonly token: string;
  /** GITHUB_API_URL: `https://api.github.com`, or `https://github.example.com/api/v3`. */
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /**
   * How many milliseconds a second of waiting takes, 1,000 where absent: tests have less patience. `none` neither waits
   * between writes nor sends anything twice.
   */
  readonly second?: number | 'none';
};

/** What reconcile asks of GitHub. Nothing here rejects, except when `signal` aborts. */
export type GitHub = {
  /** Login of whoever the token belongs to: `octocat`, `github-actions[bot]`. */
  readonly whoAmI: () => Promise<Answer<string>>;
  /** All comments on a pull request, from all pages, oldest first. */
  readonly comments: (pull: Pull) => Promise<Answer<readonly Comment[]>>;
  /**
   * Sent again only after a rate limit: a lost answer may be a comment that is there. Answers with its address, as
   * `edit` does.
   */
  readonly create: (pull: Pull, body: string) => Promise<Answer<string>>;
  readonly edit: (pull: Pull, id: number, body: string) => Promise<Answer<string>>;
  /** One that is gone already counts as removed. */
  readonly remove: (pull: Pull, id: number) => Promise<Answer<undefined>>;
};

/** Source: docs.github.com, API versions (documented). Octokit itself asks for none, and would get whatever is newest. */
const API_VERSION = '2022-11-28';

/** Who comments with the token of GitHub Actions. Source: docs.github.com, GITHUB_TOKEN (documented). */
const ACTIONS = 'github-actions[bot]';

/** The most that GitHub puts on one page. Source: docs.github.com, list issue comments (documented). */
const PER_PAGE = 100;

/** Seconds. A server that asks for more is not waited for: a run in CI must not sleep in silence. */
const LONGEST_WAIT = 60;

/** Statuses that sending again does not change. 429 is left to the throttling, which knows how long to wait. */
const FINAL = [400, 401, 403, 404, 410, 422, 429, 451];

/** How often a request goes again after a rate limit. */
const MOST_REPEATS = 2;

/** The members in use of a comment. Source: docs.github.com, REST API, issue comments (documented). */
const CommentShape = z.object({
  id: z.number().int(),
  user: z.object({ login: z.string() }).nullable(),
  body: z.string().nullish(),
});
const CommentsShape = z.array(CommentShape);
const PostedShape = z.object({ html_url: z.string() });
const UserShape = z.object({ login: z.string() });
const ViewerShape = z.object({ viewer: UserShape });

/** GitHub over Octokit, which keeps its pace and repeats what may be repeated. Follows no redirect. */
export function createGitHub({ fetch, token, baseUrl, signal, second = 1_000 }: GitHubOptions): GitHub {
  const base = baseUrl.replace(/\/+$/, '');
  const again = (retryAfter: number, _options: unknown, _octokit: unknown, repeats: number): boolean =>
    retryAfter <= LONGEST_WAIT && repeats < MOST_REPEATS;
  const patience = second === 'none' ? { enabled: false } : { retryAfterBaseValue: second };
  const octokit = new (Octokit.plugin(retry, throttling))({
    auth: token,
    baseUrl: base,
    userAgent: 'reconcile',
    // Octokit would write into people's logs when GitHub retires an endpoint.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch, redirect: 'manual', signal },
    retry: { ...patience, doNotRetry: FINAL },
    // Each server keeps its own pace.
    throttle: { ...patience, id: base, onRateLimit: again, onSecondaryRateLimit: again },
  });
  octokit.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = API_VERSION;
  });

  return {
    whoAmI: async () => {
      const what = 'who the token belongs to';
      const user = await ask(what, UserShape, () => octokit.rest.users.getAuthenticated());
      if (user.ok) return { ok: true, value: user.value.login };
      // Tokens of apps, such as the one of GitHub Actions, are no user's: only GraphQL tells whose they are.
      // Source: docs.github.com, REST API endpoints for users (documented: not for app tokens); that `viewer` answers
      // `github-actions[bot]` (second-hand: widely used actions find their comments by it).
      if (user.status !== 403 || user.problems[0].code === 'github/rate-limited') return user;
      const viewer = await ask(what, ViewerShape, async () => ({
        status: 200,
        data: await octokit.graphql('query { viewer { login } }'),
      }));
      if (viewer.ok) return { ok: true, value: viewer.value.viewer.login };
      // Where GraphQL is closed to it, it is taken for the one that nearly all runs have.
      return viewer.problems[0].code === 'github/refused' ? { ok: true, value: ACTIONS } : viewer;
    },
    comments: async (pull) => {
      const all: Comment[] = [];
      for (let page = 1; ; page += 1) {
        // Counted by ourselves: a link to the next page could lead anywhere, and the token with it.
        let more = false;
        const answer = await ask(
          `the comments on ${pullText(pull)}`,
          CommentsShape,
          async () => {
            const response = await octokit.rest.issues.listComments({ ...issueOf(pull), per_page: PER_PAGE, page });
            more = /\brel="next"/.test(response.headers.link ?? '');
            return response;
          },
          pull,
        );
        if (!answer.ok) return answer;
        all.push(...answer.value.map(({ id, user, body }) => ({ id, author: user?.login ?? null, body: body ?? '' })));
        if (!more || answer.value.length === 0) return { ok: true, value: all };
      }
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
      const what = `the removal of a comment on ${pullText(pull)}`;
      const answer = await ask(
        what,
        z.unknown(),
        () => octokit.rest.issues.deleteComment({ owner: pull.owner, repo: pull.repo, comment_id: id }),
        pull,
      );
      return answer.ok || answer.status === 404 ? { ok: true, value: undefined } : answer;
    },
  };

  async function posted(what: string, pull: Pull, send: () => Promise<Sent>): Promise<Answer<string>> {
    const answer = await ask(what, PostedShape, send, pull);
    return answer.ok ? { ok: true, value: answer.value.html_url } : answer;
  }

  async function ask<T>(what: string, shape: z.ZodType<T>, send: () => Promise<Sent>, pull?: Pull): Promise<Answer<T>> {
    let sent: Sent;
    try {
      signal.throwIfAborted();
      sent = await send();
    } catch (error) {
      signal.throwIfAborted();
      return refusedBy(error, what, pull, token);
    }
    const read = shape.safeParse(sent.data);
    return sent.status < 300 && read.success ? { ok: true, value: read.data } : unreadableAnswer(what, sent.status);
  }
}

type Sent = { readonly status: number; readonly data: unknown };

function issueOf({ owner, repo, number }: Pull): { owner: string; repo: string; issue_number: number } {
  return { owner, repo, issue_number: number };
}

function silent(): void {}
