import { markedRoot, type MarkerKind } from '../model/index.ts';

/** A comment as GitHub shows it. `author` is a login; `null` for a deleted account. */
export type Comment = { readonly id: number; readonly author: string | null; readonly body: string };

export type CommentStep =
  | { readonly action: 'create'; readonly body: string }
  | { readonly action: 'edit'; readonly id: number; readonly body: string }
  | { readonly action: 'remove'; readonly id: number };

/**
 * The steps after which exactly one comment of ours has `body`. An equal comment is not edited, to avoid a
 * notification. The oldest is kept, because links point to it. Comments of other accounts are never changed, even with
 * our marker.
 *
 * @param root the `reconcile.yaml` that the comment is about
 * @param me login of the owner of the token
 * @param comments all comments on the pull request, in any order
 * @param kind of `body`; comments of another kind are ignored
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

/** Oldest first. */
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

/** A last line that only links to a run, which differs each time. */
const RUN = /\n\[[^\]\n]*\]\(https?:\/\/[^\s()]+\/actions\/runs\/\d+\)$/;

/** A page without the parts whose changes are ignored. GitHub's editor saves other line endings. */
export function newsOf(body: string): string {
  return body.replace(/\r\n/g, '\n').trimEnd().replace(RUN, '').trimEnd();
}
