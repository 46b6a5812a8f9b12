import { mayHaveToken, requestTimeout } from '../io/index.ts';
import {
  createDeploymentWriter,
  createGitHub,
  type DeploymentWriter,
  createRepository,
  type GitHub,
  type GitHubOptions,
  readRepository,
  type Repository,
} from '../github/index.ts';
import { dispatcherFetch } from '../http/index.ts';
import type { Machine } from '../machine.ts';
import { fail, ok, type Result } from '../model/index.ts';

export type GitHubAccess = Pick<Machine, 'env' | 'dispatcher' | 'deadline' | 'stop' | 'clean'>;

export type OpenedRepository = {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly deployments: DeploymentWriter;
  readonly owner: string;
  readonly repo: string;
};

const API = 'https://api.github.com';

/** Uses GITHUB_API_URL if set. Sends no request yet. */
export function openGitHub(machine: GitHubAccess): Result<GitHub> {
  const options = githubOptions(machine);
  return options.ok ? ok(createGitHub(options.value)) : options;
}

/** The repository in GITHUB_REPOSITORY. Sends no request yet. */
export function openRepository(machine: GitHubAccess): Result<OpenedRepository> {
  const options = githubOptions(machine);
  if (!options.ok) return options;
  const named = readRepository(machine.env.GITHUB_REPOSITORY ?? '');
  if (named === undefined) {
    const message = 'GITHUB_REPOSITORY does not name a repository.';
    return fail({ code: 'github/unreadable', message, remedy: 'Run it in GitHub Actions.' });
  }
  return ok({
    github: createGitHub(options.value),
    repository: createRepository(options.value, named),
    deployments: createDeploymentWriter(options.value, named),
    ...named,
  });
}

function githubOptions(machine: GitHubAccess): Result<GitHubOptions> {
  const token = machine.env.GITHUB_TOKEN ?? '';
  const { GITHUB_API_URL: named = '' } = machine.env;
  const baseUrl = named.trim() === '' ? API : named.trim();
  if (token === '') {
    const message = 'The environment variable GITHUB_TOKEN is not set.';
    const remedy = 'Set it to a token that can comment on pull requests, or write the page with --out FILE.';
    return fail({ code: 'credentials/missing', message, remedy });
  }
  if (!mayHaveToken(baseUrl)) {
    const message = 'GITHUB_API_URL is not an https URL, so the token is not sent there.';
    const remedy = 'Set it to the URL of GitHub’s REST API, such as https://api.github.com.';
    return fail({ code: 'settings/origin', message, remedy });
  }
  const { clean } = machine;
  const fetch = dispatcherFetch(machine, requestTimeout(machine.env));
  return ok({ fetch, token, baseUrl, signal: machine.stop, ...(clean !== undefined && { clean }) });
}
