import { markedRoot, type Result } from '../model/index.ts';
import type { GitHub } from './client.ts';
import { newsOf } from './comment.ts';
import type { GitHubResult } from './judge.ts';
import type { Issue, Repository } from './repository.ts';

/** What our one open issue about drift is to say. `body` begins with the marker of its root, of the kind `drift`. */
export type IssuePage = { readonly title: string; readonly body: string };

export type IssueStep =
  | { readonly action: 'open'; readonly title: string; readonly body: string }
  | { readonly action: 'edit'; readonly number: number; readonly title: string; readonly body: string }
  | { readonly action: 'close'; readonly number: number };

/**
 * The steps after which exactly one open issue of ours says what the page says, or none where there is nothing to say.
 * One that says so already is left alone. Of several the oldest stays. A closed issue stays closed: somebody was done
 * with it, and what comes later is a new one. Issues of others are never touched, whatever marker they begin with.
 *
 * @param me login of whoever the token belongs to
 * @param issues all that are open, in any order
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

/** What became of it. `number` is absent where there is no issue, and none was closed. */
export type PostedIssue = {
  readonly did: 'opened' | 'edited' | 'closed' | 'untouched';
  readonly number?: number;
};

/** The slice of the repository that an issue takes. */
export type IssueHands = Pick<Repository, 'openIssues' | 'openIssue' | 'editIssue'>;

/** How often we look again after an answer was lost. */
const MOST_ROUNDS = 3;

/**
 * Makes our open issue say what the page says, and closes it where there is nothing to say. Called twice, the second
 * call writes nothing. Where an answer was lost it looks again instead of sending again.
 */
export async function postIssue(
  page: IssuePage | undefined,
  root: string,
  github: Pick<GitHub, 'whoAmI'>,
  repository: IssueHands,
): Promise<Result<PostedIssue>> {
  const me = await github.whoAmI();
  if (!me.ok) return me;
  let posted: PostedIssue = { did: 'untouched' };
  for (let round = 1; ; round += 1) {
    const issues = await repository.openIssues();
    if (!issues.ok) return issues;
    const steps = issueSteps(page, root, me.value, issues.value);
    const there = ourIssues(root, me.value, issues.value)[0]?.number;
    if (there !== undefined) posted = { ...posted, number: there };
    let stopped: Exclude<GitHubResult<unknown>, { ok: true }> | undefined;
    for (const step of steps) {
      const answer = await send(step, repository);
      // Counted before it is known to have worked: after a lost answer the next round finds it done.
      if (step.action !== 'close' || page === undefined) posted = { ...posted, did: DID[step.action] };
      if (!answer.ok) {
        stopped = answer;
        break;
      }
      if (step.action === 'open') posted = { ...posted, number: answer.value };
    }
    if (stopped === undefined) return { ok: true, value: posted };
    if (round === MOST_ROUNDS || !stopped.unclear) return stopped;
  }
}

const DID = { open: 'opened', edit: 'edited', close: 'closed' } as const;

/** Answers with the issue's number. */
async function send(step: IssueStep, repository: IssueHands): Promise<GitHubResult<number>> {
  if (step.action === 'open') return repository.openIssue(step.title, step.body);
  const { number } = step;
  const change = step.action === 'close' ? { state: 'closed' as const } : { title: step.title, body: step.body };
  const answer = await repository.editIssue(number, change);
  return answer.ok ? { ok: true, value: number } : answer;
}
