import { markedRoot, type MarkerKind } from '../model/index.ts';

/** A comment as GitHub shows it. `author` is a login; `null` for an account that is gone. */
export type Comment = { readonly id: number; readonly author: string | null; readonly body: string };

export type CommentStep =
  | { readonly action: 'create'; readonly body: string }
  | { readonly action: 'edit'; readonly id: number; readonly body: string }
  | { readonly action: 'remove'; readonly id: number };

/**
 * The steps after which exactly one comment of ours says `body`. One that says so already is left alone, so nobody is
 * notified twice. Of several the oldest stays, because links point to it. Comments of others are never touched,
 * whatever marker they begin with.
 *
 * @param root which `reconcile.yaml` the comment is about
 * @param me login of whoever the token belongs to
 * @param comments all there are on the pull request, in any order
 * @param kind of `body`: comments of another kind are other comments
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

/** Our own comments of one kind about one root, oldest first. */
export function ourComments(
  root: string,
  me: string,
  comments: readonly Comment[],
  kind: MarkerKind = 'plan',
): readonly Comment[] {
  return comments
    .filter((comment) => comment.author === me && markedRoot(comment.body, kind) === root)
    .toSorted((one, other) => one.id - other.id);
}

/** A last line that only links to a run: it is another one each time, and no news. */
const RUN = /\n\[[^\]\n]*\]\(https?:\/\/[^\s()]+\/actions\/runs\/\d+\)$/;

/** A page without what does not count as news. GitHub's own editor saves other line ends. */
export function newsOf(body: string): string {
  return body.replace(/\r\n/g, '\n').trimEnd().replace(RUN, '').trimEnd();
}
