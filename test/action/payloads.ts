import { createRequire } from 'node:module';

/** Events as GitHub writes them for a run: its published examples with the data of the test. */

// A package that is one JSON file: Node imports such only with an attribute that not all of our tools know.
const require = createRequire(import.meta.url);
const examples: unknown = require('@octokit/webhooks-examples');

export type Json = { [name: string]: unknown };

export type Person = { readonly login: string; readonly type?: 'User' | 'Bot' };

/** A copy of GitHub's example of an event; the first one with this action, if there is one. */
export function example(name: string, action?: string): Json {
  const known = examples as readonly { readonly name: string; readonly examples: readonly unknown[] }[];
  const all = (known.find((one) => one.name === name)?.examples ?? []) as readonly Json[];
  const found = all.find((one) => action === undefined || one.action === action);
  if (found === undefined) throw new Error(`GitHub has no example of ${name} ${action ?? ''}`);
  return structuredClone(found);
}

export type RepositoryFacts = { readonly name: string; readonly defaultBranch: string; readonly isPrivate: boolean };

/** Puts our repository and sender into an example. */
export function inRepository(payload: Json, { name, defaultBranch, isPrivate }: RepositoryFacts, sender: Person): Json {
  return { ...payload, repository: repositoryIn(payload, name, defaultBranch, isPrivate), sender: person(sender) };
}

export type PullFactsOfEvent = {
  readonly number: number;
  readonly action: string;
  readonly head: string;
  readonly headBranch: string;
  /** `null` for a fork that was deleted. */
  readonly headRepository: string | null;
  readonly base: string;
  readonly baseCommit: string;
  readonly title: string;
  readonly author: Person;
  readonly labels: readonly string[];
};

/** `pull_request` as it is in GITHUB_EVENT_PATH. */
export function pullRequestEvent(facts: PullFactsOfEvent, repository: RepositoryFacts, sender: Person): Json {
  // GitHub publishes no example of `edited`: it equals the others and adds `changes` (documented).
  const payload =
    facts.action === 'edited'
      ? { ...example('pull_request', 'opened'), action: 'edited', changes: {} }
      : example('pull_request', facts.action);
  const pull = (payload as Json).pull_request as Json & { head: Json; base: Json };
  const here = repositoryIn(payload, repository.name, repository.defaultBranch, repository.isPrivate);
  const from = facts.headRepository === null ? null : { ...here, full_name: facts.headRepository, private: false };
  return inRepository(
    {
      ...payload,
      number: facts.number,
      pull_request: {
        ...pull,
        number: facts.number,
        title: facts.title,
        user: person(facts.author),
        labels: facts.labels.map((name, id) => ({ id, name, color: 'ededed' })),
        head: {
          ...pull.head,
          sha: facts.head,
          ref: facts.headBranch,
          repo: facts.headRepository === repository.name ? here : from,
        },
        base: { ...pull.base, sha: facts.baseCommit, ref: facts.base, repo: here },
      },
    },
    repository,
    sender,
  );
}

function repositoryIn(payload: Json, name: string, defaultBranch: string, isPrivate: boolean): Json {
  const [owner = ''] = name.split('/');
  return {
    ...(payload.repository as Json),
    full_name: name,
    name: name.split('/')[1],
    default_branch: defaultBranch,
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    owner: { login: owner, type: 'Organization' },
  };
}

function person({ login, type = login.endsWith('[bot]') ? 'Bot' : 'User' }: Person): Json {
  return { ...(example('ping').sender as Json), login, type };
}
