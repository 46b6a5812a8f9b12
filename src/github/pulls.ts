import { z } from 'zod';
import { ok } from '../model/index.ts';
import { type GitHubResult, HIDDEN_REPOSITORY, missingPermission, type Remedies } from './errors.ts';
import { type GitHubCalls, OLDEST_FIRST, PER_PAGE } from './octokit.ts';
import { pullText, refText, type RepositoryRef } from './ref.ts';
import type { LabelEvent, Move, PullFacts, Repository } from './repository.ts';
import { ActorShape, byTime, HashShape, IdShape, sameName, TimeShape } from './shapes.ts';

type PullReads = Pick<
  Repository,
  'pull' | 'openPulls' | 'pullsOf' | 'pullsFrom' | 'filesOf' | 'commitsOf' | 'labelEvents' | 'moves' | 'reopenings'
>;

/** Source: docs.github.com, list pull requests files (documented). */
const MAX_FILES = 3_000;

/** Source: docs.github.com, list commits on a pull request (documented). */
const MAX_COMMITS = 250;

const REMEDIES: Remedies = {
  ...missingPermission('pull-requests: read'),
  404: `Check the repository and the number. ${HIDDEN_REPOSITORY}`,
};

/** Members that lists have too; in lists, only `merged_at` shows whether a pull request is merged. */
const PullShape = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  created_at: TimeShape,
  closed_at: TimeShape.nullable(),
  merged_at: TimeShape.nullable(),
  merge_commit_sha: HashShape.nullable(),
  head: z.object({ sha: HashShape, ref: z.string(), repo: z.object({ full_name: z.string() }).nullable() }),
  base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }) }),
  user: ActorShape,
  labels: z.array(z.object({ name: z.string() })),
});
const PullsShape = z.array(PullShape);

const FilesShape = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }));

/** An account, `null`, or an empty object if the email address of a commit belongs to no account (documented). */
const CommitPersonShape = z.union([ActorShape, z.strictObject({}).transform(() => null)]);
const CommitsShape = z.array(z.object({ sha: HashShape, author: CommitPersonShape, committer: CommitPersonShape }));

/** Source: docs.github.com, issue event types (documented). */
const EventsShape = z.array(
  z.object({
    id: IdShape,
    event: z.string(),
    actor: ActorShape,
    created_at: TimeShape,
    label: z.object({ name: z.string() }).optional(),
  }),
);
type PullEvent = z.infer<typeof EventsShape>[number];

const MOVES: Readonly<Record<string, Move['what']>> = {
  base_ref_changed: 'base',
  automatic_base_change_succeeded: 'base',
  head_ref_force_pushed: 'head',
};

export function pullReads({ octokit, call, pages }: GitHubCalls, ref: RepositoryRef): PullReads {
  const name = (number: number): string => pullText({ ...ref, number });
  return {
    pull: (number) =>
      call(
        `the pull request ${name(number)}`,
        PullShape.transform(factsOf),
        () => octokit.rest.pulls.get({ ...ref, pull_number: number }),
        REMEDIES,
      ),
    openPulls: () =>
      facts(`the open pull requests of ${refText(ref)}`, (page) =>
        octokit.rest.pulls.list({ ...ref, state: 'open', ...OLDEST_FIRST, page }),
      ),
    pullsOf: (commit_sha) =>
      facts(`the pull requests of commit ${commit_sha}`, (page) =>
        octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...ref, commit_sha, per_page: PER_PAGE, page }),
      ),
    pullsFrom: (branch) =>
      facts(`the pull requests from the branch ${branch}`, (page) =>
        octokit.rest.pulls.list({ ...ref, state: 'all', head: `${ref.owner}:${branch}`, ...OLDEST_FIRST, page }),
      ),
    filesOf: async (number) => {
      const answer = await pages(
        `the files of ${name(number)}`,
        FilesShape,
        (page) => octokit.rest.pulls.listFiles({ ...ref, pull_number: number, per_page: PER_PAGE, page }),
        REMEDIES,
      );
      if (!answer.ok) return answer;
      if (answer.value.length >= MAX_FILES) return ok('too many');
      const files = answer.value.flatMap(({ filename, previous_filename: old }) =>
        old === undefined ? [filename] : [filename, old],
      );
      return ok(files);
    },
    commitsOf: async (number) => {
      const answer = await pages(
        `the commits of ${name(number)}`,
        CommitsShape,
        (page) => octokit.rest.pulls.listCommits({ ...ref, pull_number: number, per_page: PER_PAGE, page }),
        REMEDIES,
      );
      if (!answer.ok) return answer;
      if (answer.value.length >= MAX_COMMITS) return ok('too many');
      const commits = answer.value.map(({ sha: id, author, committer }) => ({
        id,
        by: [author, committer].filter((one) => one !== null),
      }));
      return ok(commits);
    },
    labelEvents: async (number) => {
      const answer = await eventsOf(number);
      return answer.ok ? ok(answer.value.flatMap(labelEventOf)) : answer;
    },
    moves: async (number) => {
      const answer = await eventsOf(number);
      return answer.ok ? ok(answer.value.flatMap(moveOf)) : answer;
    },
    reopenings: async (number) => {
      const answer = await eventsOf(number);
      return answer.ok
        ? ok(answer.value.flatMap(({ event, created_at: at }) => (event === 'reopened' ? [at] : [])))
        : answer;
    },
  };

  /** Pull requests into this repository, unique even if the pages shift. */
  async function facts(
    what: string,
    send: (page: number) => ReturnType<typeof octokit.rest.pulls.list>,
  ): Promise<GitHubResult<readonly PullFacts[]>> {
    const answer = await pages(what, PullsShape, send, REMEDIES);
    if (!answer.ok) return answer;
    const here = answer.value.filter(({ base }) => sameName(base.repo.full_name, refText(ref)));
    const byNumber = new Map(here.map((pull) => [pull.number, factsOf(pull)]));
    return ok([...byNumber.values()].toSorted((one, other) => one.number - other.number));
  }

  async function eventsOf(number: number): Promise<GitHubResult<readonly PullEvent[]>> {
    const answer = await pages(
      `the events of ${name(number)}`,
      EventsShape,
      (page) => octokit.rest.issues.listEvents({ ...ref, issue_number: number, per_page: PER_PAGE, page }),
      REMEDIES,
    );
    if (!answer.ok) return answer;
    const inTime = answer.value
      .map((event) => ({ at: event.created_at, id: event.id, event }))
      .toSorted(byTime)
      .map(({ event }) => event);
    return ok(inTime);
  }
}

function factsOf(pull: z.infer<typeof PullShape>): PullFacts {
  const merged = pull.merged_at !== null;
  return {
    number: pull.number,
    title: pull.title,
    state: pull.state,
    merged,
    openedAt: pull.created_at,
    closedAt: pull.closed_at,
    mergedAt: pull.merged_at,
    // Before the merge it is GitHub's test merge. Source: docs.github.com, get a pull request (documented).
    mergeCommit: merged ? pull.merge_commit_sha : null,
    head: pull.head.sha,
    headBranch: pull.head.ref,
    headRepository: pull.head.repo?.full_name ?? null,
    base: pull.base.ref,
    author: pull.user,
    labels: pull.labels.map((label) => label.name),
  };
}

function labelEventOf({ event, label, actor, created_at: at }: PullEvent): readonly LabelEvent[] {
  if ((event !== 'labeled' && event !== 'unlabeled') || label === undefined) return [];
  return [{ label: label.name, did: event, by: actor, at }];
}

function moveOf({ event, actor, created_at: at }: PullEvent): readonly Move[] {
  const what = MOVES[event];
  return what === undefined ? [] : [{ what, by: actor, at }];
}
