import { z } from 'zod';
import { ok } from '../model/index.ts';
import { type GitHubResult, refused, type Remedies } from './errors.ts';
import type { GitHubCalls } from './octokit.ts';
import type { RepositoryRef } from './ref.ts';
import type { PullFacts, Repository } from './repository.ts';
import { HashShape } from './shapes.ts';

/**
 * Merge queues are only available in GraphQL. Source: docs.github.com, GraphQL reference, MergeQueueEntry (documented).
 */
const QUERY = `query ($owner: String!, $repo: String!, $branch: String!, $after: String) {
  repository(owner: $owner, name: $repo) { mergeQueue(branch: $branch) { entries(first: 100, after: $after) {
    nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } }
    pageInfo { hasNextPage endCursor }
  } } }
}`;

const MAY_READ: Remedies = {
  403: 'Give the job the permission pull-requests: read. If the token cannot read merge queues, disable the check there.',
};

const CommitShape = z
  .object({ oid: HashShape })
  .nullish()
  .transform((commit) => commit?.oid);
const EntryShape = z.object({
  position: z.number().int(),
  headCommit: CommitShape,
  baseCommit: CommitShape,
  pullRequest: z.object({ number: z.number().int().positive() }).nullable(),
});
type Entry = z.infer<typeof EntryShape>;
const QueueShape = z.object({
  repository: z.object({
    mergeQueue: z
      .object({
        entries: z.object({
          nodes: z.array(EntryShape.nullable()),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        }),
      })
      .nullable(),
  }),
});

/** Stops a response that never ends. */
const MAX_PAGES = 50;

export function queueReads(
  { call, graphql }: GitHubCalls,
  ref: RepositoryRef,
  pull: (number: number) => Promise<GitHubResult<PullFacts>>,
): Pick<Repository, 'queued'> {
  return {
    queued: async (branch, head) => {
      const entries = await entriesOf(branch);
      if (!entries.ok) return entries;
      const group = groupOf(head, entries.value);
      if (group.length === 0) {
        const message = `The merge queue of ${branch} has no entry for commit ${head}.`;
        return refused(message, 'Wait for the next group: GitHub dissolved this one, and checks a new one.');
      }
      const pulls: PullFacts[] = [];
      for (const number of group) {
        const facts = await pull(number);
        if (!facts.ok) return facts;
        pulls.push(facts.value);
      }
      return ok(pulls);
    },
  };

  async function entriesOf(branch: string): Promise<GitHubResult<readonly Entry[]>> {
    const all: Entry[] = [];
    let after: string | undefined;
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const cursor = after;
      const answer = await call(
        `the merge queue of ${branch}`,
        QueueShape,
        () => graphql(QUERY, { ...ref, branch, ...(cursor !== undefined && { after: cursor }) }),
        MAY_READ,
      );
      if (!answer.ok) return answer;
      const entries = answer.value.repository.mergeQueue?.entries;
      if (entries === undefined) break;
      all.push(...entries.nodes.flatMap((entry) => (entry === null ? [] : [entry])));
      after = entries.pageInfo.endCursor ?? undefined;
      if (!entries.pageInfo.hasNextPage || after === undefined) break;
    }
    return ok(all);
  }
}

/**
 * Numbers of the pull requests between a group's base and its head, in merge order. GitHub may build several groups on
 * one base: entries before the head count, later ones do not.
 */
function groupOf(head: string, entries: readonly Entry[]): readonly number[] {
  const last = entries.find(({ headCommit }) => headCommit === head);
  if (last === undefined) return [];
  const group = entries
    .filter(
      (entry) =>
        entry === last ||
        (last.baseCommit !== undefined && entry.baseCommit === last.baseCommit && entry.position < last.position),
    )
    .toSorted((one, other) => one.position - other.position);
  const numbers = group.map(({ pullRequest }) => pullRequest?.number);
  // An invisible one would be skipped by the check.
  return numbers.every((number) => number !== undefined) ? numbers : [];
}
