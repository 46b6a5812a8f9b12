import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { untilAborted } from '../machine.ts';
import { maskerOf } from '../model/index.ts';
import { type GitHubResult, refusedBy, type Remedies, unreadableAnswer, unusable } from './judge.ts';
import { checkAddress } from './unsafe-address.ts';
import { trusting } from './untrusted.ts';

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
  /** Takes other secrets than the token out of a text: GitHub's words may hold any. */
  readonly clean?: (text: string) => string;
};

/** An answer below 400, as far as anybody looks at it. */
export type Sent = {
  readonly status: number;
  readonly data: unknown;
  readonly headers?: { readonly [name: string]: unknown };
};

/** How everything here asks GitHub. Rejects only when the run is stopped. */
export type Asking = {
  readonly octokit: Octokit;
  readonly options: GitHubOptions;
  /** One request. `what` is a noun for the reader: `the pull request acme/ads#7`. */
  readonly ask: <T>(
    what: string,
    shape: z.ZodType<T>,
    send: () => Promise<Sent>,
    remedies?: Remedies,
  ) => Promise<GitHubResult<T>>;
  /** A question to GraphQL, to be sent by `ask`. Its answer is what stands in `data`. */
  readonly graphql: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Sent>;
  /**
   * All pages of a list, as GitHub orders them. `after` is the cursor of the next page for lists that are paged by one;
   * absent for the first page.
   */
  readonly pages: <T>(
    what: string,
    shape: z.ZodType<readonly T[]>,
    send: (page: number, after: string | undefined) => Promise<Sent>,
    remedies?: Remedies,
  ) => Promise<GitHubResult<readonly T[]>>;
};

/** The most that GitHub puts on one page. Source: docs.github.com, using pagination in the REST API (documented). */
export const PER_PAGE = 100;

/** Source: docs.github.com, API versions (documented). Octokit itself asks for none, and would get whatever is newest. */
const API_VERSION = '2022-11-28';

/** Seconds. A server that asks for more is not waited for: a run in CI must not sleep in silence. */
const LONGEST_WAIT = 60;

/** Statuses that sending again does not change. 429 is left to the throttling, which knows how long to wait. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451];

/** How often a request goes again after a rate limit. */
const MOST_REPEATS = 2;

/** No list of ours is longer than this many pages; a server that never comes to an end is not followed. */
const MOST_PAGES = 500;

/** Source: docs.github.com, forming calls with GraphQL (documented). */
const GraphqlShape = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string(), type: z.string().optional() })).optional(),
});

/** Octokit over our own connections. It keeps its pace, repeats what may be repeated, and follows no redirect. */
export function openOctokit(options: GitHubOptions): Asking {
  const { fetch, token, baseUrl, signal, second = 1_000, clean = (text) => text } = options;
  const masked = maskerOf([token]);
  const hide = (text: string): string => clean(masked(text));
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
    request: { fetch: trusting(fetch), redirect: 'manual', signal },
    retry: { ...patience, doNotRetry: FINAL },
    // Each server keeps its own pace, however many of us ask it.
    throttle: { ...patience, id: base, onRateLimit: again, onSecondaryRateLimit: again },
  });
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = API_VERSION;
    checkAddress(octokit.request.endpoint(request).url);
  });

  const ask: Asking['ask'] = async (what, shape, send, remedies = {}) => {
    let sent: Sent;
    try {
      signal.throwIfAborted();
      sent = await untilAborted(send(), signal);
    } catch (error) {
      signal.throwIfAborted();
      return refusedBy(error, what, remedies, hide);
    }
    const read = shape.safeParse(sent.data);
    return sent.status < 300 && read.success ? { ok: true, value: read.data } : unreadableAnswer(what, sent.status);
  };

  const pages: Asking['pages'] = async <T>(
    what: string,
    shape: z.ZodType<readonly T[]>,
    send: (page: number, after: string | undefined) => Promise<Sent>,
    remedies: Remedies = {},
  ) => {
    const all: T[] = [];
    let cursor: string | undefined;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      // Counted by ourselves: a link to the next page could lead anywhere, and the token with it.
      let more = false;
      const answer = await ask(
        what,
        shape,
        async () => {
          const response = await send(page, cursor);
          const { link } = response.headers ?? {};
          more = typeof link === 'string' && /\brel="next"/.test(link);
          cursor = typeof link === 'string' ? cursorIn(link) : undefined;
          return response;
        },
        remedies,
      );
      if (!answer.ok) return answer;
      all.push(...answer.value);
      if (!more || answer.value.length === 0) return { ok: true, value: all };
    }
    return unusable(`GitHub answers ${what} on more than ${MOST_PAGES} pages.`);
  };

  const graphql: Asking['graphql'] = async (query, variables) => {
    const sent: Sent = await octokit.request({
      method: 'POST',
      url: '/graphql',
      // On a server of one's own it stands beside the REST API. Source: docs.github.com, GraphQL API endpoint of GitHub
      // Enterprise Server (documented).
      baseUrl: base.replace(/\/api\/v3$/, '/api'),
      query,
      ...(variables !== undefined && { variables }),
    });
    const answer = GraphqlShape.safeParse(sent.data).data;
    const [first] = answer?.errors ?? [];
    if (first === undefined) return { ...sent, data: answer?.data };
    throw Object.assign(new Error(first.message), { errors: answer?.errors });
  };

  return { octokit, options, ask, graphql, pages };
}

/** The cursor of the next page. Only this text is taken from a link: it goes into a query, and leads nowhere by itself. */
function cursorIn(link: string): string | undefined {
  const next = link.split(',').find((part) => /\brel="next"/.test(part));
  const encoded = next === undefined ? undefined : /[?&]after=([^&>\s]{1,500})/.exec(next)?.[1];
  return encoded === undefined ? undefined : (new URLSearchParams(`after=${encoded}`).get('after') ?? undefined);
}

function silent(): void {}
