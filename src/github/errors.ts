import { z } from 'zod';
import { CERTIFICATE_REMEDY } from '../machine.ts';
import { fail, type Problem } from '../model/index.ts';
import { CertificateError, UnsafePath } from './blocked-request.ts';

export type GitHubFailure = {
  readonly ok: false;
  readonly problems: readonly [Problem];
  /** Absent without a response. */
  readonly status?: number;
  /** The response was lost or is a server error, so the request may have been executed. */
  readonly unclear: boolean;
};

export type GitHubResult<T> = { readonly ok: true; readonly value: T } | GitHubFailure;

/** Octokit's error for a status of 400 or more. Without a response, the status is made up. */
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

/** @param permission as in a workflow file: `issues: write` */
export function missingPermission(permission: string): Remedies {
  return { 403: `Give the job the permission ${permission}.` };
}

export const HIDDEN_REPOSITORY = 'GitHub also returns 404 if the token has no access to the repository.';

/** Of GitHub's message in a problem. */
const MAX_MESSAGE_CHARS = 300;

/** @param what the request as a noun: `a new comment on acme/ads#7` */
export function failureOf(error: unknown, what: string, remedies: Remedies, hide: Hide): GitHubFailure {
  const text = messageOf(error, hide);
  if (error instanceof CertificateError) {
    const message = `The request to GitHub failed (${what}): ${text}.`;
    return failure({ code: 'github/unreachable', message, remedy: CERTIFICATE_REMEDY }, false);
  }
  if (error instanceof UnsafePath) {
    return failure({ code: 'github/unreadable', message: `No request was sent to GitHub (${what}): ${text}.` }, false);
  }
  const response = Failure.safeParse(error).data;
  const graphql = response === undefined ? GraphqlFailure.safeParse(error).data : undefined;
  if (graphql?.some(({ type }) => type === 'RATE_LIMITED')) return rateLimited(what, text, undefined);
  if (graphql !== undefined) return refused(`GitHub refused ${what}: ${text}`, remedies[403]);
  if (response === undefined) {
    const message = `GitHub did not answer (${what}): ${text}`;
    const remedy = 'Check GITHUB_API_URL, the network and the proxy settings.';
    return failure({ code: 'github/unreachable', message, remedy }, true);
  }
  const {
    status,
    message,
    response: { headers },
  } = response;
  if (status >= 500) return noResponse(`GitHub failed (HTTP ${status}, ${what}): ${text}`, status);
  if (isRateLimit(status, message, headers['x-ratelimit-remaining'])) {
    return rateLimited(`HTTP ${status}, ${what}`, text, headers['retry-after'], status);
  }
  return refused(`GitHub refused ${what} (HTTP ${status}): ${text}`, remedyOf(status, remedies), status);
}

/** Refused by GitHub, or a documented response that must not be used. */
export function refused(message: string, remedy?: string, status?: number): GitHubFailure {
  return failure({ code: 'github/refused', message, ...(remedy !== undefined && { remedy }) }, false, status);
}

/** For a reason that only the caller knows. */
export function unusableResponse(message: string, remedy?: string, status?: number): GitHubFailure {
  return failure({ code: 'github/unreadable', message, ...(remedy !== undefined && { remedy }) }, false, status);
}

/** No response, or a server error. */
export function noResponse(message: string, status?: number): GitHubFailure {
  return failure({ code: 'github/unreachable', message, remedy: 'Run it again later.' }, true, status);
}

export function undocumentedResponse(what: string, status: number): GitHubFailure {
  // Octokit treats every status below 400 as success.
  return status >= 300 && status < 400
    ? refused(
        `GitHub redirected ${what} (HTTP ${status}). Redirects are not followed, so that the token stays at its origin.`,
        'If the repository was renamed, use its new name.',
        status,
      )
    : unusableResponse(
        `GitHub answered ${what} in an undocumented form (HTTP ${status}).`,
        'Check GITHUB_API_URL, and whether a proxy answers instead of GitHub.',
        status,
      );
}

export type Hide = (text: string) => string;

/** On one line, without secrets: hidden before the cut, so no part remains. */
export function messageOf(error: unknown, hide: Hide): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = hide(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > MAX_MESSAGE_CHARS ? `${line.slice(0, MAX_MESSAGE_CHARS)}…` : line;
}

/**
 * GitHub may send 403 for both kinds of limits. Source: docs.github.com, rate limits for the REST API, "Exceeding the
 * rate limit" (documented).
 */
function isRateLimit(status: number, message: string, remaining: string | number | undefined): boolean {
  return status === 429 || (status === 403 && (String(remaining) === '0' || /\bsecondary rate\b/i.test(message)));
}

/** @param retryAfter in seconds. Source: as above (documented). */
function rateLimited(
  what: string,
  text: string,
  retryAfter: string | number | undefined,
  status?: number,
): GitHubFailure {
  const wait = /^\d+$/.test(String(retryAfter)) ? `${retryAfter} seconds` : 'a few minutes';
  const message = `GitHub limits the rate of requests (${what}): ${text}`;
  return failure({ code: 'github/rate-limited', message, remedy: `Run it again in ${wait}.` }, false, status);
}

function remedyOf(status: number, remedies: Remedies): string | undefined {
  switch (status) {
    case 401:
      return 'Set GITHUB_TOKEN to a valid token.';
    case 404:
      return remedies[404] ?? `Check the repository. ${HIDDEN_REPOSITORY}`;
    case 403:
    case 409:
    case 410:
    case 422:
      return remedies[status];
    default:
      return undefined;
  }
}

function failure(problem: Problem, unclear: boolean, status?: number): GitHubFailure {
  return { ...fail(problem), unclear, ...(status !== undefined && { status }) };
}
