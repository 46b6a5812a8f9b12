import { z } from 'zod';
import { CERTIFICATE_REMEDY } from '../machine.ts';
import type { Problem } from '../model/index.ts';
import { UnsafeAddress } from './unsafe-address.ts';
import { CertificateError } from './untrusted.ts';

export type GitHubFailure = {
  readonly ok: false;
  readonly problems: readonly [Problem];
  /** HTTP status; absent if there was no response. */
  readonly status?: number;
  /** The response was lost or is a server error, so the request may have been executed. */
  readonly unclear: boolean;
};

export type GitHubResult<T> = { readonly ok: true; readonly value: T } | GitHubFailure;

/** Octokit's error for a status of 400 or more. Without a response it has no `response`, and a made-up status. */
const Failure = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) }),
});

/**
 * GraphQL returns errors with a type and HTTP status 200. Source: docs.github.com, rate limits for the GraphQL API
 * (documented).
 */
const Errors = z.array(z.object({ type: z.string().optional() }));
const GraphqlFailure = z.union([
  z.object({ errors: Errors }).transform(({ errors }) => errors),
  z.object({ data: z.object({ errors: Errors }) }).transform(({ data }) => data.errors),
]);

/** Remedy for each status; a refusal of GraphQL counts as 403. */
export type Remedies = Readonly<Partial<Record<403 | 404 | 409 | 410 | 422, string>>>;

/** Maximum characters of GitHub's message in a problem. */
const LONGEST = 300;

/**
 * Converts an error of Octokit.
 *
 * @param what the request as a noun: `a new comment on acme/ads#7`
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

/** A refusal of our own: the response is documented, but must not be used. */
export function denied(message: string, remedy?: string, status?: number): GitHubFailure {
  return refused({ code: 'github/refused', message, ...(remedy !== undefined && { remedy }) }, false, status);
}

/** A response that cannot be used, for a reason that only the caller knows. */
export function unusable(message: string, remedy?: string): GitHubFailure {
  return refused({ code: 'github/unreadable', message, ...(remedy !== undefined && { remedy }) }, false);
}

/** No response, or a server error. */
export function lost(message: string, status?: number): GitHubFailure {
  return refused({ code: 'github/unreachable', message, remedy: 'Run it again later.' }, true, status);
}

/** A response that GitHub does not document. */
export function unreadableAnswer(what: string, status: number): GitHubFailure {
  // Octokit treats every status below 400 as success. A redirect is not followed, because it would send the token
  // along.
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
 * Too many requests, or too many at once. GitHub may send 403 for both.
 * Source: docs.github.com, rate limits for the REST API, "Exceeding the rate limit" (documented).
 */
function isRateLimit(status: number, message: string, remaining: string | number | undefined): boolean {
  return status === 429 || (status === 403 && (String(remaining) === '0' || /\bsecondary rate\b/i.test(message)));
}

/** `retryAfter` is in seconds. Source: as above (documented). */
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

/** Removes secrets from a text. */
export type Hide = (text: string) => string;

/**
 * A foreign message on one line, without secrets. Secrets are hidden before it is cut, so that no part of one remains.
 */
export function said(error: unknown, hide: Hide): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = hide(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
