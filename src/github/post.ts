import { type MarkerKind, ok, type Result } from '../model/index.ts';
import type { GitHub } from './client.ts';
import { type Comment, type CommentStep, commentSteps, ourComments } from './comment.ts';
import type { GitHubResult } from './judge.ts';
import type { Pull } from './pull.ts';

/** The one comment of its kind that a `reconcile.yaml` has on a pull request. `body` begins with its marker. */
export type Page = {
  readonly root: string;
  readonly body: string;
  /** Default: `plan`. */
  readonly kind?: MarkerKind;
};

/** `url` is absent if nothing was written. */
export type Posted = {
  readonly did: 'created' | 'edited' | 'untouched';
  /** Number of duplicate comments that were removed. */
  readonly removed: number;
  readonly url?: string;
};

/** Maximum attempts if comments change meanwhile or a response is lost. */
const MOST_ROUNDS = 3;

/** The steps of `postPage`. Read-only. */
export async function pageSteps(page: Page, pull: Pull, github: GitHub): Promise<Result<readonly CommentStep[]>> {
  const me = await github.whoAmI();
  return me.ok ? stepsFor(page, pull, github, me.value) : me;
}

/**
 * Creates or edits our comment. A second call writes nothing.
 *
 * If a response was lost, or a comment was deleted meanwhile, it reads again instead of sending again, so an
 * unacknowledged comment is not posted twice.
 */
export async function postPage(page: Page, pull: Pull, github: GitHub): Promise<Result<Posted>> {
  const me = await github.whoAmI();
  if (!me.ok) return me;
  let sofar: Posted = { did: 'untouched', removed: 0 };
  for (let round = 1; ; round += 1) {
    const steps = await stepsFor(page, pull, github, me.value);
    if (!steps.ok) return steps;
    const carried = await carryOut(steps.value, pull, github, sofar);
    sofar = carried.posted;
    if (carried.stopped === undefined) return ok(sofar);
    if (round === MOST_ROUNDS || !mayLookAgain(carried.stopped)) return carried.stopped;
  }
}

/** Our comment that a page would replace; `undefined` if it does not exist. Read-only. */
export async function findPage(
  { root, kind }: Pick<Page, 'root' | 'kind'>,
  pull: Pull,
  github: GitHub,
): Promise<Result<Comment | undefined>> {
  const me = await github.whoAmI();
  if (!me.ok) return me;
  const comments = await github.comments(pull);
  return comments.ok ? ok(ourComments(root, me.value, comments.value, kind)[0]) : comments;
}

type Carried = {
  readonly posted: Posted;
  readonly stopped?: Exclude<GitHubResult<unknown>, { ok: true }>;
};

async function carryOut(steps: readonly CommentStep[], pull: Pull, github: GitHub, before: Posted): Promise<Carried> {
  let posted = before;
  for (const step of steps) {
    const answer = await send(step, pull, github);
    // Count it before the result is known: if the response is lost, the next round finds it done.
    if (step.action !== 'remove') posted = { ...posted, did: step.action === 'create' ? 'created' : 'edited' };
    if (!answer.ok) return { posted, stopped: answer };
    if (step.action === 'remove') posted = { ...posted, removed: posted.removed + 1 };
    if (answer.value !== undefined) posted = { ...posted, url: answer.value };
  }
  return { posted };
}

function send(step: CommentStep, pull: Pull, github: GitHub): Promise<GitHubResult<string | undefined>> {
  switch (step.action) {
    case 'create':
      return github.create(pull, step.body);
    case 'edit':
      return github.edit(pull, step.id, step.body);
    case 'remove':
      return github.remove(pull, step.id);
    default:
      return step satisfies never;
  }
}

async function stepsFor(
  page: Page,
  pull: Pull,
  github: GitHub,
  me: string,
): Promise<GitHubResult<readonly CommentStep[]>> {
  const comments = await github.comments(pull);
  return comments.ok ? ok(commentSteps(page.body, page.root, me, comments.value, page.kind)) : comments;
}

/** A response was lost, or the comment to edit is gone: the current comments show which steps remain. */
function mayLookAgain({ unclear, status }: { readonly unclear: boolean; readonly status?: number }): boolean {
  return unclear || status === 404;
}
