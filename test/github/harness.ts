import { afterEach, expect } from 'vitest';
import { Agent } from 'undici';
import { commentMarker } from '../../src/model/index.ts';
import {
  createGitHub,
  createRepository,
  type GitHub,
  type GitHubOptions,
  type Pull,
  type Repository,
} from '../../src/github/index.ts';
import { dispatcherFetch } from '../../src/http/index.ts';
import { type FakeGitHub, type FakeOptions, startFakeGitHub } from '../support/fake-github/index.ts';
import { fakeDeadlines } from '../support/fake-deadlines.ts';

export const ACTIONS = 'ghs_actions_0000000000';
export const OCTOCAT = 'ghp_octocat_0000000000';
export const READ_ONLY = 'ghs_readonly_000000000';

export const pull: Pull = { owner: 'acme', repo: 'ads', number: 7, fromFork: false };

/** Content of `reconcile.yaml` in this folder. */
export function page(says: string, root = '.'): { readonly root: string; readonly body: string } {
  return { root, body: `${commentMarker(root)}\n${says}\n` };
}

const open: FakeGitHub[] = [];

/** A fake GitHub that is stopped after the test, whose every request and answer must be one of GitHub's. */
export async function fakeGitHub(options: FakeOptions = {}): Promise<FakeGitHub> {
  const fake = await startFakeGitHub(options);
  open.push(fake);
  return fake;
}

afterEach(async () => {
  const all = open.splice(0);
  await Promise.all(all.map((fake) => fake.stop()));
  expect(all.flatMap((fake) => fake.faults())).toEqual([]);
});

/** One that does not wait, unless it is configured to. */
export function gitHubAt(api: string, options: Partial<GitHubOptions> = {}): GitHub {
  return createGitHub(optionsFor(api, options));
}

/** The same for all else that a repository is asked. */
export function repositoryAt(api: string, options: Partial<GitHubOptions> = {}): Repository {
  return createRepository(optionsFor(api, options), { owner: 'acme', repo: 'ads' });
}

export function optionsFor(api: string, options: Partial<GitHubOptions>): GitHubOptions {
  const dispatcher = new Agent({ keepAliveTimeout: 10, keepAliveMaxTimeout: 10 });
  return {
    fetch: dispatcherFetch({ dispatcher, ...fakeDeadlines() }),
    token: ACTIONS,
    baseUrl: api,
    signal: new AbortController().signal,
    second: 'none',
    ...options,
  };
}
