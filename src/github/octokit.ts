import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { untilAborted } from '../machine.ts';
import { maskerOf, ok } from '../model/index.ts';
import { checkPath, withoutCertificateRetries } from './blocked-request.ts';
import { failureOf, type GitHubResult, type Remedies, undocumentedResponse, unusableResponse } from './errors.ts';

export type GitHubOptions = {
  /** Returns a `Response`, from any library. */
  readonly fetch: (url: string, init: object) => Promise<unknown>;
  readonly token: string;
  /** GITHUB_API_URL: `https://api.github.com`, or `https://github.example.com/api/v3`. */
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /** Milliseconds per second of waiting; 1,000 by default. `none` disables throttling and retries. */
  readonly second?: number | 'none';
  /** Removes secrets other than the token. */
  readonly clean?: (text: string) => string;
};

export type Sent = {
  readonly status: number;
  readonly data: unknown;
  readonly headers?: { readonly [name: string]: unknown };
};

/** Rejects only if the run is interrupted. */
export type GitHubCalls = {
  readonly octokit: Octokit;
  readonly options: GitHubOptions;
  /** `what` is a noun: `the pull request acme/ads#7`. */
  readonly call: <T>(
    what: string,
    shape: z.ZodType<T>,
    send: () => Promise<Sent>,
    remedies?: Remedies,
  ) => Promise<GitHubResult<T>>;
  /** For use in `call`. */
  readonly graphql: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Sent>;
  /** `after`: the cursor of the next page, for lists with cursors. */
  readonly pages: <T>(
    what: string,
    shape: z.ZodType<readonly T[]>,
    send: (page: number, after: string | undefined) => Promise<Sent>,
    remedies?: Remedies,
  ) => Promise<GitHubResult<readonly T[]>>;
};

/** Source: docs.github.com, using pagination in the REST API (documented). */
export const PER_PAGE = 100;

export const OLDEST_FIRST = { sort: 'created', direction: 'asc', per_page: PER_PAGE } as const;

/** Source: docs.github.com, API versions (documented). Octokit sets none, and would get the newest one. */
const API_VERSION = '2022-11-28';

/** A longer wait is an error: a run in CI must not sleep silently. */
const MAX_WAIT_SECONDS = 60;

/** Not retried. 429 is left to the throttling plugin, which knows how long to wait. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451];

/** After a rate limit. */
const MAX_RETRIES = 2;

/** In case a server never ends a list. */
const MAX_PAGES = 500;

/** Source: docs.github.com, forming calls with GraphQL (documented). */
const GraphqlShape = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string(), type: z.string().optional() })).optional(),
});

/** Throttles and retries. */
export function openOctokit(options: GitHubOptions): GitHubCalls {
  const { fetch, token, baseUrl, signal, second = 1_000, clean = (text) => text } = options;
  const masked = maskerOf([token]);
  const hide = (text: string): string => clean(masked(text));
  const base = baseUrl.replace(/\/+$/, '');
  const mayRetry = (retryAfter: number, _options: unknown, _octokit: unknown, repeats: number): boolean =>
    retryAfter <= MAX_WAIT_SECONDS && repeats < MAX_RETRIES;
  const timing = second === 'none' ? { enabled: false } : { retryAfterBaseValue: second };
  const octokit = new (Octokit.plugin(retry, throttling))({
    auth: token,
    baseUrl: base,
    userAgent: 'reconcile',
    // Octokit would log a warning if GitHub retires an endpoint.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: withoutCertificateRetries(fetch), redirect: 'manual', signal },
    retry: { ...timing, doNotRetry: FINAL },
    // All clients of a server share one throttle.
    throttle: { ...timing, id: base, onRateLimit: mayRetry, onSecondaryRateLimit: mayRetry },
  });
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = API_VERSION;
    checkPath(octokit.request.endpoint(request).url);
  });

  const call: GitHubCalls['call'] = async (what, shape, send, remedies = {}) => {
    let sent: Sent;
    try {
      signal.throwIfAborted();
      sent = await untilAborted(send(), signal);
    } catch (error) {
      signal.throwIfAborted();
      return failureOf(error, what, remedies, hide);
    }
    const read = shape.safeParse(sent.data);
    return sent.status < 300 && read.success ? ok(read.data) : undocumentedResponse(what, sent.status);
  };

  const pages: GitHubCalls['pages'] = async <T>(
    what: string,
    shape: z.ZodType<readonly T[]>,
    send: (page: number, after: string | undefined) => Promise<Sent>,
    remedies: Remedies = {},
  ) => {
    const all: T[] = [];
    let cursor: string | undefined;
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      // Pages are counted, because a link to the next page could take the token anywhere.
      let more = false;
      const answer = await call(
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
      if (!more || answer.value.length === 0) return ok(all);
    }
    return unusableResponse(`GitHub returned more than ${MAX_PAGES} pages of ${what}.`);
  };

  const graphql: GitHubCalls['graphql'] = async (query, variables) => {
    const sent: Sent = await octokit.request({
      method: 'POST',
      url: '/graphql',
      // Next to the REST API. Source: docs.github.com, GraphQL API endpoint of GitHub Enterprise Server (documented).
      baseUrl: base.replace(/\/api\/v3$/, '/api'),
      query,
      ...(variables !== undefined && { variables }),
    });
    const answer = GraphqlShape.safeParse(sent.data).data;
    const [first] = answer?.errors ?? [];
    if (first === undefined) return { ...sent, data: answer?.data };
    throw Object.assign(new Error(first.message), { errors: answer?.errors });
  };

  return { octokit, options, call, graphql, pages };
}

/** As a query parameter, the cursor cannot change the destination. */
function cursorIn(link: string): string | undefined {
  const next = link.split(',').find((part) => /\brel="next"/.test(part));
  const encoded = next === undefined ? undefined : /[?&]after=([^&>\s]{1,500})/.exec(next)?.[1];
  return encoded === undefined ? undefined : (new URLSearchParams(`after=${encoded}`).get('after') ?? undefined);
}

function silent(): void {}
