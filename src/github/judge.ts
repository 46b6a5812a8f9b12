import { z } from 'zod';
import type { Problem } from '../model/index.ts';
import type { Pull } from './pull.ts';

/** A request that was not answered as hoped. */
export type Refused = {
  readonly ok: false;
  readonly problems: readonly [Problem];
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  /** The answer was lost or is the server's own fault: it may have been carried out all the same. */
  readonly unclear: boolean;
};

export type Answer<T> = { readonly ok: true; readonly value: T } | Refused;

/** Octokit's error for an answer of 400 and more. Without an answer it has no `response`, and a status that it made up. */
const Failure = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) }),
});

/** Signs of GitHub's words in a problem. */
const LONGEST = 300;

/**
 * What an error of Octokit means.
 *
 * @param what the request as the reader knows it, as a noun: `a new comment on acme/ads#7`
 * @param pull where it was sent, for the remedy
 */
export function refusedBy(error: unknown, what: string, pull: Pull | undefined, token: string): Refused {
  const words = said(error, token);
  if (error instanceof Error && error.name === 'GraphqlResponseError') {
    return refused({ code: 'github/refused', message: `GitHub refused ${what}: ${words}` }, false);
  }
  const answered = Failure.safeParse(error);
  if (!answered.success) {
    const message = `GitHub did not answer (${what}): ${words}`;
    return refused({ code: 'github/unreachable', message, remedy: UNREACHABLE }, true);
  }
  const { status, message: uncut, response } = answered.data;
  if (status >= 500) {
    const message = `GitHub failed (HTTP ${status}, ${what}): ${words}`;
    return refused({ code: 'github/unreachable', message, remedy: 'Run it again later.' }, true, status);
  }
  if (isRateLimit(status, uncut, response.headers['x-ratelimit-remaining'])) {
    const message = `GitHub limits the rate of requests (HTTP ${status}, ${what}): ${words}`;
    return refused(
      { code: 'github/rate-limited', message, remedy: waitText(response.headers['retry-after']) },
      false,
      status,
    );
  }
  const message = `GitHub refused ${what} (HTTP ${status}): ${words}`;
  const remedy = remedyOf(status, pull);
  return refused({ code: 'github/refused', message, ...(remedy !== undefined && { remedy }) }, false, status);
}

/** An answer that is none of those that GitHub documents. */
export function unreadableAnswer(what: string, status: number): Refused {
  // Octokit takes everything below 400 for success, and we follow no redirect: the token would go along.
  const moved = status >= 300 && status < 400;
  return refused(
    moved
      ? {
          code: 'github/refused',
          message: `GitHub answered ${what} with a redirect (HTTP ${status}), which is not followed, so that the token goes nowhere else.`,
          remedy: 'If the repository was renamed, use its new name.',
        }
      : {
          code: 'github/unreadable',
          message: `GitHub answered ${what} with something that it does not document (HTTP ${status}).`,
          remedy: 'Check GITHUB_API_URL, and whether a proxy answers in the place of GitHub.',
        },
    false,
    status,
  );
}

const UNREACHABLE = 'Check GITHUB_API_URL, the network and the proxy settings.';

/**
 * Too many requests, or too many at once. GitHub answers 403 to both as well.
 * Source: docs.github.com, rate limits for the REST API, "Exceeding the rate limit" (documented).
 */
function isRateLimit(status: number, message: string, remaining: string | number | undefined): boolean {
  return status === 429 || (status === 403 && (String(remaining) === '0' || /\bsecondary rate\b/i.test(message)));
}

/** Seconds, as GitHub sends them. Source: as above (documented). */
function waitText(retryAfter: string | number | undefined): string {
  return /^\d+$/.test(String(retryAfter)) ? `Run it again in ${retryAfter} seconds.` : 'Run it again in some minutes.';
}

function remedyOf(status: number, pull: Pull | undefined): string | undefined {
  switch (status) {
    case 401:
      return 'Set GITHUB_TOKEN to a token that is valid.';
    case 403:
      return pull?.fromFork === true
        ? 'A pull request from a fork has a token that cannot write: the plan stands in the job summary.'
        : 'Give the job the permission pull-requests: write, and unlock the conversation if it is locked.';
    case 404:
      return 'Check the repository and the number; a token without access to a repository is told that it does not exist.';
    case 422:
      return 'An issue holds at most 2,500 comments, and GitHub checks what they say.';
    default:
      return undefined;
  }
}

function refused(problem: Problem, unclear: boolean, status?: number): Refused {
  return { ok: false, problems: [problem], unclear, ...(status !== undefined && { status }) };
}

/** GitHub's words on one line, without the token. Hiding comes before cutting, so that no half of it is left. */
function said(error: unknown, token: string): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = (token === '' ? text : text.replaceAll(token, '•••')).replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
