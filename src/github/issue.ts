import { markedRoot, ok, type Result } from '../model/index.ts';
import type { GitHub } from './client.ts';
import type { GitHubResult } from './errors.ts';
import { newsOf } from './post.ts';
import type { Issue, Repository } from './repository.ts';

/** Our one open issue about drift. `body` begins with a `drift` marker. */
export type IssuePage = { readonly title: string; readonly body: string };

export type IssueStep =
  | { readonly action: 'open'; readonly title: string; readonly body: string }
  | { readonly action: 'edit'; readonly number: number; readonly title: string; readonly body: string }
  | { readonly action: 'close'; readonly number: number };

/**
 * The steps to exactly one open issue of ours with this content, or none without a page. An equal issue is not edited;
 * the oldest is kept. A closed issue stays closed, because a person closed it. Issues of other accounts never change.
 *
 * @param me owner of the token
 * @param issues all open ones, in any order
 */
export function issueSteps(
  page: IssuePage | undefined,
  root: string,
  me: string,
  issues: readonly Issue[],
): readonly IssueStep[] {
  const ours = ourIssues(root, me, issues);
  const close = ({ number }: Issue): IssueStep => ({ action: 'close', number });
  if (page === undefined) return ours.map(close);
  const [oldest, ...others] = ours;
  if (oldest === undefined) return [{ action: 'open', ...page }];
  const news = newsOf(oldest.body) !== newsOf(page.body) || oldest.title !== page.title;
  const edits: readonly IssueStep[] = news ? [{ action: 'edit', number: oldest.number, ...page }] : [];
  return [...edits, ...others.map(close)];
}

function ourIssues(root: string, me: string, issues: readonly Issue[]): readonly Issue[] {
  return issues
    .filter(({ author, state, body }) => author === me && state === 'open' && markedRoot(body, 'drift') === root)
    .toSorted((one, other) => one.number - other.number);
}

/** `number` is absent without an issue. */
export type PostedIssue = {
  readonly did: 'opened' | 'edited' | 'closed' | 'untouched';
  readonly number?: number;
};

export type IssueMethods = Pick<Repository, 'openIssues' | 'openIssue' | 'editIssue'>;

/** If a response is lost. */
const MAX_ATTEMPTS = 3;

/** A second call writes nothing. Reads again if a response was lost. */
export async function postIssue(
  page: IssuePage | undefined,
  root: string,
  github: Pick<GitHub, 'whoAmI'>,
  repository: IssueMethods,
): Promise<Result<PostedIssue>> {
  const me = await github.whoAmI();
  if (!me.ok) return me;
  let posted: PostedIssue = { did: 'untouched' };
  for (let round = 1; ; round += 1) {
    const issues = await repository.openIssues();
    if (!issues.ok) return issues;
    const steps = issueSteps(page, root, me.value, issues.value);
    const existing = ourIssues(root, me.value, issues.value)[0]?.number;
    if (existing !== undefined) posted = { ...posted, number: existing };
    let stopped: Exclude<GitHubResult<unknown>, { ok: true }> | undefined;
    for (const step of steps) {
      const answer = await send(step, repository);
      // Counted first: if the response is lost, the next attempt finds it done.
      if (step.action !== 'close' || page === undefined) posted = { ...posted, did: DID[step.action] };
      if (!answer.ok) {
        stopped = answer;
        break;
      }
      if (step.action === 'open') posted = { ...posted, number: answer.value };
    }
    if (stopped === undefined) return ok(posted);
    if (round === MAX_ATTEMPTS || !stopped.unclear) return stopped;
  }
}

const DID = { open: 'opened', edit: 'edited', close: 'closed' } as const;

async function send(step: IssueStep, repository: IssueMethods): Promise<GitHubResult<number>> {
  if (step.action === 'open') return repository.openIssue(step.title, step.body);
  const { number } = step;
  const change = step.action === 'close' ? { state: 'closed' as const } : { title: step.title, body: step.body };
  const answer = await repository.editIssue(number, change);
  return answer.ok ? ok(number) : answer;
}
