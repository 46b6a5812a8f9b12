import { type FakeAnswer, refusal } from './answers.ts';
import type { FakeToken } from './operation.ts';
import type { FakeWorld } from './world.ts';

/**
 * GraphQL is not in GitHub's OpenAPI description, so queries are compared as text. All members are those of the
 * published schema: docs.github.com, GraphQL reference, `Query.viewer`, `Repository.mergeQueue`, `MergeQueueEntry`.
 */

const VIEWER = 'query { viewer { login } }';

const QUEUE =
  'query ($owner: String!, $repo: String!, $branch: String!, $after: String) { ' +
  'repository(owner: $owner, name: $repo) { mergeQueue(branch: $branch) { entries(first: 100, after: $after) { ' +
  'nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } } ' +
  'pageInfo { hasNextPage endCursor } } } } }';

type Query = { readonly query?: unknown; readonly variables?: Readonly<Record<string, unknown>> };

export function graphql(
  body: unknown,
  token: FakeToken,
  world: FakeWorld,
): { readonly answer: FakeAnswer; readonly faults: readonly string[] } {
  const { query, variables, ...rest } = (body ?? {}) as Query;
  const strange = Object.keys(rest).map((name) => `GraphQL: the body has no member ${name}`);
  const text = typeof query === 'string' ? query.replace(/\s+/g, ' ').trim() : '';
  if (text === VIEWER) {
    const faults = variables === undefined ? strange : [...strange, 'GraphQL: viewer takes no variables'];
    return { answer: data({ viewer: { login: token.login } }), faults };
  }
  if (text !== QUEUE)
    return { answer: refusal(400, 'Problems parsing'), faults: [`an unknown GraphQL query: ${text}`] };
  return { answer: queue(variables ?? {}, token, world), faults: [...strange, ...variableFaults(variables ?? {})] };
}

const VARIABLES: readonly string[] = ['owner', 'repo', 'branch', 'after'];

function variableFaults(variables: Readonly<Record<string, unknown>>): readonly string[] {
  const strange = Object.keys(variables).filter((name) => !VARIABLES.includes(name));
  const missing = ['owner', 'repo', 'branch'].filter((name) => typeof variables[name] !== 'string');
  return [
    ...strange.map((name) => `GraphQL: no variable ${name}`),
    ...missing.map((name) => `GraphQL: the variable ${name} is missing`),
  ];
}

function queue(variables: Readonly<Record<string, unknown>>, token: FakeToken, world: FakeWorld): FakeAnswer {
  const { owner, repo, branch, after } = variables;
  if (`${String(owner)}/${String(repo)}` !== world.repository) {
    return failed('NOT_FOUND', `Could not resolve to a Repository with the name '${String(owner)}/${String(repo)}'.`);
  }
  if (token.lacks?.includes('pull-requests') === true)
    return failed('FORBIDDEN', 'Resource not accessible by integration');
  const entries = world.queueOf(String(branch));
  if (entries === undefined) return data({ repository: { mergeQueue: null } });
  // A cursor is opaque; this one is where to go on.
  const from = after === undefined || after === null ? 0 : Number(after);
  const nodes = entries.map(({ pull, head, base }, index) => ({
    position: index + 1,
    headCommit: head === null ? null : { oid: head },
    baseCommit: base === null ? null : { oid: base },
    pullRequest: { number: pull },
  }));
  const hasNextPage = from + 100 < nodes.length;
  const pageInfo = { hasNextPage, endCursor: hasNextPage ? String(from + 100) : null };
  return data({ repository: { mergeQueue: { entries: { nodes: nodes.slice(from, from + 100), pageInfo } } } });
}

function data(value: unknown): FakeAnswer {
  return { status: 200, body: { data: value } };
}

/** GraphQL refuses with 200. */
function failed(type: string, message: string): FakeAnswer {
  return { status: 200, body: { data: { repository: null }, errors: [{ type, path: ['repository'], message }] } };
}
