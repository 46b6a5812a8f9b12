import type { ActionHarness } from './harness.ts';
import { example, inRepository, type Json, type Person } from './payloads.ts';
import type { Job } from './runner.ts';

export type CommentOptions = {
  /** `created` if absent. */
  readonly action?: string;
  /** The author of the comment; `maya` if absent. */
  readonly author?: Person;
  /** Who caused the event; the author if absent. */
  readonly sender?: Person;
  /** The comment is on an issue. */
  readonly onIssue?: boolean;
  readonly inputs?: Readonly<Record<string, string>>;
};

export type Commented = {
  /** Id of the comment. */
  readonly comment: number;
  readonly decide: Job;
  /** Absent: the first job asked for nothing. */
  readonly act?: Job;
  /** Reactions to the comment, in order. */
  readonly reactions: readonly string[];
};

/** Comments on a pull request, and runs the jobs of the comment workflow as GitHub would. */
export async function comment(
  harness: ActionHarness,
  number: number,
  body: string,
  given: CommentOptions = {},
): Promise<Commented> {
  const { author = { login: 'maya' }, inputs = {} } = given;
  const id = harness.github.say(author.login, body, number);
  const payload = payloadOf(harness, number, id, body, given);
  const job = (step: Readonly<Record<string, string>>, depth: number, env: Json = {}): Promise<Job> =>
    harness.onMain(
      'issue_comment',
      { command: 'comment', ...step, ...inputs },
      { payload, depth, actor: author.login, env: env as Record<string, string | undefined> },
    );
  const decide = await job({}, 1, { LAYERS_API_KEY: undefined, TIKTOK_ACCESS_TOKEN: undefined });
  const asked = decide.outputs.do ?? '';
  const act = ['apply', 'confirm'].includes(asked) ? await job({ do: asked }, 0) : undefined;
  return { comment: id, decide, ...(act !== undefined && { act }), reactions: reactionsTo(harness, id) };
}

export function reactionsTo(harness: ActionHarness, comment: number): readonly string[] {
  return harness.github.comments().find(({ id }) => id === comment)?.reactions ?? [];
}

/** Comments of reconcile on a pull request. */
export function ours(harness: ActionHarness, number: number): readonly string[] {
  return harness.github
    .comments()
    .filter(({ pull, author }) => pull === number && author === 'github-actions[bot]')
    .map(({ body }) => body);
}

/** GitHub publishes no example of a comment on a pull request: its issue has `pull_request` (documented). */
function payloadOf(harness: ActionHarness, number: number, id: number, body: string, given: CommentOptions): Json {
  const { action = 'created', author = { login: 'maya' }, sender = author, onIssue = false } = given;
  const payload: Json = { ...example('issue_comment', 'created'), action };
  const [issue, text] = [payload.issue as Json, payload.comment as Json];
  const { sender: user } = inRepository({}, harness.repository, author);
  const pull = `https://api.github.com/repos/${harness.repository.name}/pulls/${number}`;
  return inRepository(
    {
      ...payload,
      issue: { ...issue, number, ...(!onIssue && { pull_request: { url: pull } }) },
      comment: { ...text, id, body, user },
    },
    harness.repository,
    sender,
  );
}
