import { markedRoot, type MarkerKind, ok, type Result } from '../model/index.ts';
import type { Comment, GitHub } from './client.ts';
import type { GitHubResult } from './errors.ts';
import type { Pull } from './ref.ts';

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
  /** Duplicates. */
  readonly removed: number;
  readonly url?: string;
};

export type CommentStep =
  | { readonly action: 'create'; readonly body: string }
  | { readonly action: 'edit'; readonly id: number; readonly body: string }
  | { readonly action: 'remove'; readonly id: number };

/** If comments change meanwhile or a response is lost. */
const MAX_ATTEMPTS = 3;

/** The steps of `postPage`. Read-only. */
export async function pageSteps(page: Page, pull: Pull, github: GitHub): Promise<Result<readonly CommentStep[]>> {
  const me = await github.whoAmI();
  return me.ok ? stepsFor(page, pull, github, me.value) : me;
}

/**
 * Creates or edits our comment. A second call writes nothing. After a lost response it reads again, so a comment is not
 * posted twice.
 */
export async function postPage(page: Page, pull: Pull, github: GitHub): Promise<Result<Posted>> {
  const me = await github.whoAmI();
  if (!me.ok) return me;
  let posted: Posted = { did: 'untouched', removed: 0 };
  for (let attempt = 1; ; attempt += 1) {
    const steps = await stepsFor(page, pull, github, me.value);
    if (!steps.ok) return steps;
    const sent = await sendSteps(steps.value, pull, github, posted);
    posted = sent.posted;
    if (sent.stopped === undefined) return ok(posted);
    if (attempt === MAX_ATTEMPTS || !mayRetry(sent.stopped)) return sent.stopped;
  }
}

/** Our comment that a page would replace, if any. Read-only. */
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

/**
 * The steps to exactly one comment of ours with `body`. An equal comment is not edited, to avoid a notification. The
 * oldest is kept, because links point to it. Comments of other accounts never change.
 *
 * @param root the `reconcile.yaml`
 * @param me owner of the token
 * @param comments all of the pull request, in any order
 */
export function commentSteps(
  body: string,
  root: string,
  me: string,
  comments: readonly Comment[],
  kind: MarkerKind = 'plan',
): readonly CommentStep[] {
  const [oldest, ...others] = ourComments(root, me, comments, kind);
  if (oldest === undefined) return [{ action: 'create', body }];
  const edits: readonly CommentStep[] =
    newsOf(oldest.body) === newsOf(body) ? [] : [{ action: 'edit', id: oldest.id, body }];
  return [...edits, ...others.map(({ id }): CommentStep => ({ action: 'remove', id }))];
}

/** A last line that links to a run differs each time. */
const RUN = /\n\[[^\]\n]*\]\(https?:\/\/[^\s()]+\/actions\/runs\/\d+\)$/;

/** Without parts whose changes are ignored, such as line endings. */
export function newsOf(body: string): string {
  return body.replace(/\r\n/g, '\n').trimEnd().replace(RUN, '').trimEnd();
}

type SentSteps = {
  readonly posted: Posted;
  readonly stopped?: Exclude<GitHubResult<unknown>, { ok: true }>;
};

async function sendSteps(
  steps: readonly CommentStep[],
  pull: Pull,
  github: GitHub,
  before: Posted,
): Promise<SentSteps> {
  let posted = before;
  for (const step of steps) {
    const sent = await send(step, pull, github);
    // Counted first: if the response is lost, the next attempt finds it done.
    if (step.action !== 'remove') posted = { ...posted, did: step.action === 'create' ? 'created' : 'edited' };
    if (!sent.ok) return { posted, stopped: sent };
    if (step.action === 'remove') posted = { ...posted, removed: posted.removed + 1 };
    if (sent.value !== undefined) posted = { ...posted, url: sent.value };
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

/** A response was lost, or the comment to edit is gone. */
function mayRetry({ unclear, status }: { readonly unclear: boolean; readonly status?: number }): boolean {
  return unclear || status === 404;
}

/** Oldest first. */
function ourComments(
  root: string,
  me: string,
  comments: readonly Comment[],
  kind: MarkerKind = 'plan',
): readonly Comment[] {
  return comments
    .filter((comment) => comment.author === me && markedRoot(comment.body, kind) === root)
    .toSorted((one, other) => one.id - other.id);
}
