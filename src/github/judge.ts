import { z } from 'zod';
import { CERTIFICATE_REMEDY } from '../machine.ts';
import type { Problem } from '../model/index.ts';
import { UnsafeAddress } from './unsafe-address.ts';
import { CertificateError } from './untrusted.ts';

/** A request that was not answered as hoped. */
export type GitHubFailure = {
  readonly ok: false;
  readonly problems: readonly [Problem];
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  /** The answer was lost or is the server's own fault: it may have been carried out all the same. */
  readonly unclear: boolean;
};

export type GitHubResult<T> = { readonly ok: true; readonly value: T } | GitHubFailure;

/** Octokit's error for an answer of 400 and more. Without an answer it has no `response`, and a status that it made up. */
const Failure = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) }),
});

/** GraphQL refuses with errors that have a type, in an answer of 200. Source: docs.github.com, rate limits for the GraphQL API (documented). */
const Errors = z.array(z.object({ type: z.string().optional() }));
const GraphqlFailure = z.union([
  z.object({ errors: Errors }).transform(({ errors }) => errors),
  z.object({ data: z.object({ errors: Errors }) }).transform(({ data }) => data.errors),
]);

/** What helps where GitHub answers with one of these statuses; a refusal of GraphQL counts as 403. */
export type Remedies = Readonly<Partial<Record<403 | 404 | 409 | 410 | 422, string>>>;

/** Signs of GitHub's words in a problem. */
const LONGEST = 300;

/**
 * What an error of Octokit means.
 *
 * @param what the request as the reader knows it, as a noun: `a new comment on acme/ads#7`
 */
export function refusedBy(error: unknown, what: string, remedies: Remedies, hide: Hide): GitHubFailure {
  const words = said(error, hide);
  if (error instanceof CertificateError) {
    const message = `GitHub could not be asked (${what}): ${words}.`;
    return refused({ code: 'github/unreachable', message, remedy: CERTIFICATE_REMEDY }, false);
  }
  if (error instanceof UnsafeAddress)
    return refused({ code: 'github/unreadable', message: `GitHub was not asked (${what}): ${words}.` }, false);
  const answered = Failure.safeParse(error);
  const graphql = answered.success ? undefined : GraphqlFailure.safeParse(error).data;
  if (graphql?.some(({ type }) => type === 'RATE_LIMITED')) {
    const message = `GitHub limits the rate of requests (${what}): ${words}`;
    return refused({ code: 'github/rate-limited', message, remedy: waitText(undefined) }, false);
  }
  if (graphql !== undefined) return denied(`GitHub refused ${what}: ${words}`, remedies[403]);
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
  return denied(`GitHub refused ${what} (HTTP ${status}): ${words}`, remedyOf(status, remedies), status);
}

/** A refusal that we find ourselves: GitHub's answer is one that it documents, and not one to go on with. */
export function denied(message: string, remedy?: string, status?: number): GitHubFailure {
  return refused({ code: 'github/refused', message, ...(remedy !== undefined && { remedy }) }, false, status);
}

/** An answer that cannot be used, for a reason that only its reader knows. */
export function unusable(message: string, remedy?: string): GitHubFailure {
  return refused({ code: 'github/unreadable', message, ...(remedy !== undefined && { remedy }) }, false);
}

/** An answer that did not come, or came with the server's own fault. */
export function lost(message: string, status?: number): GitHubFailure {
  return refused({ code: 'github/unreachable', message, remedy: 'Run it again later.' }, true, status);
}

/** An answer that is none of those that GitHub documents. */
export function unreadableAnswer(what: string, status: number): GitHubFailure {
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

const NOT_THERE = 'a token without access to a repository is told that it does not exist.';

function remedyOf(status: number, remedies: Remedies): string | undefined {
  switch (status) {
    case 401:
      return 'Set GITHUB_TOKEN to a token that is valid.';
    case 404:
      return remedies[404] ?? `Check the repository; ${NOT_THERE}`;
    case 403:
    case 409:
    case 410:
    case 422:
      return remedies[status];
    default:
      return undefined;
  }
}

function refused(problem: Problem, unclear: boolean, status?: number): GitHubFailure {
  return { ok: false, problems: [problem], unclear, ...(status !== undefined && { status }) };
}

/** Takes secrets out of a text. */
export type Hide = (text: string) => string;

/** Somebody else's words on one line, without secrets. Hiding comes before cutting, so that no half of it is left. */
export function said(error: unknown, hide: Hide): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = hide(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
