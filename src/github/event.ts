import { z } from 'zod';
import { fail, ok, type Problem, type Result, urlPath } from '../model/index.ts';
import { type Pull, readRepository } from './ref.ts';
import { sameName } from './shapes.ts';

export type Event = {
  /** Absent if the event has no pull request, such as a push. */
  readonly pull?: Pull;
  readonly name: string;
  /** True only if the event states it; unknown means public. */
  readonly isPrivate: boolean;
};

/** Source: docs.github.com, default environment variables (documented). */
export type EventEnv = {
  readonly GITHUB_EVENT_NAME?: string | undefined;
  readonly GITHUB_REPOSITORY?: string | undefined;
};

const WITH_PULL_REQUEST: readonly string[] = ['pull_request', 'pull_request_target'];

/** The branch name of a merge group contains a number, but that is not documented. */
const WITHOUT_PULL_REQUEST: readonly string[] = [
  'merge_group',
  'push',
  'schedule',
  'workflow_dispatch',
  'workflow_call',
];

const Repository = z.object({
  full_name: z.string(),
  private: z.boolean().optional(),
  visibility: z.string().optional(),
});

/** Source: docs.github.com, webhook events and payloads (documented). */
const Payload = z.object({
  repository: Repository.optional(),
  pull_request: z
    .object({
      number: z.number().int().positive(),
      head: z.object({ repo: z.object({ full_name: z.string() }).nullable() }),
      base: z.object({ repo: z.object({ full_name: z.string() }) }),
    })
    .optional(),
});

/**
 * The pull request of this run. Its number comes only from the payload: an artifact, branch name or option could direct
 * amounts to a foreign page.
 *
 * @param payload text of the file at GITHUB_EVENT_PATH
 */
export function readEvent(env: EventEnv, payload: string): Result<Event> {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const read = Payload.safeParse(parsed(payload));
  if (!read.success) return unreadable(`The event ${quoted(name)} has an undocumented form`, read.error);
  const { repository, pull_request: pull } = read.data;
  const isPrivate = repository?.private === true && repository.visibility !== 'public';
  if (!WITH_PULL_REQUEST.includes(name)) {
    return WITHOUT_PULL_REQUEST.includes(name) ? ok({ name, isPrivate }) : noPull(name);
  }
  const here = readRepository(env.GITHUB_REPOSITORY ?? '');
  if (pull === undefined || here === undefined) return noPull(name);
  const base = pull.base.repo.full_name;
  if (!sameName(base, `${here.owner}/${here.repo}`)) {
    return noPull(
      name,
      `The pull request belongs to ${quoted(base)}, but GITHUB_REPOSITORY names a different repository.`,
    );
  }
  // A deleted fork has no repository.
  const fromFork = pull.head.repo === null || !sameName(pull.head.repo.full_name, base);
  return ok({ name, isPrivate, pull: { ...here, number: pull.number, fromFork } });
}

/** URL of the CI run; `undefined` outside of GitHub Actions. */
export function runUrl(env: {
  readonly GITHUB_SERVER_URL?: string | undefined;
  readonly GITHUB_REPOSITORY?: string | undefined;
  readonly GITHUB_RUN_ID?: string | undefined;
}): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (server === undefined || repository === undefined || run === undefined) return undefined;
  return `${server.replace(/\/+$/, '')}/${repository}/actions/runs/${run}`;
}

/** Web address of a folder of the repository at a commit; `undefined` outside of GitHub Actions. */
export function filesUrl(
  {
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
  }: { readonly GITHUB_SERVER_URL?: string | undefined; readonly GITHUB_REPOSITORY?: string | undefined },
  commit: string,
  folder: string,
): string | undefined {
  if (server === undefined || repository === undefined) return undefined;
  const below = folder === '.' ? '' : urlPath(...folder.split('/'));
  return `${server.replace(/\/+$/, '')}/${repository}/blob/${commit}${below}`;
}

export function noPull(name: string, why = `The event ${quoted(name)} has no pull request.`): Result<never> {
  const remedy =
    'Run it on pull_request, name a pull request with --repo OWNER/NAME --pull NUMBER, or write the page with --out FILE.';
  return fail({ code: 'github/no-pull-request', message: why, remedy });
}

function unreadable(message: string, error: z.ZodError): Result<never> {
  const issue = error.issues[0];
  const at = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const problem: Problem = { code: 'github/unreadable', message: `${message}${at}.` };
  return fail(problem);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
