/**
 * Identifies our comment on a pull request, and our issue: a hidden first line with the root of `reconcile.yaml`. It is
 * in `model` because `render` writes it and `github` looks for it.
 */

/** Kind of page: a plan for review, the outcome of an apply, or an issue about drift. */
export type MarkerKind = 'plan' | 'outcome' | 'drift';

export type Marker = { readonly root: string; readonly kind: MarkerKind };

const KINDS: readonly MarkerKind[] = ['plan', 'outcome', 'drift'];

const FIRST_LINE = /^<!-- reconcile: (\{.*\}) -->\r?(?:\n|$)/;

/** Characters that could end the comment, start a mention, or are invisible. JSON can escape each of them. */
const UNFIT = /[<>@&\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * The first line of a comment, without its end.
 *
 * @param root folder of `reconcile.yaml` in the repository, `.` at the top
 */
export function commentMarker(root: string, kind: MarkerKind = 'plan'): string {
  // Plans existed before kinds, so they have none.
  const json = JSON.stringify({ root, version: 1, ...(kind !== 'plan' && { kind }) }).replace(UNFIT, (sign) =>
    sign
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
  return `<!-- reconcile: ${json} -->`;
}

/** The marker on the first line of a page, in any version; `undefined` if it has none that is known. */
export function readMarker(body: string): Marker | undefined {
  const [, json] = FIRST_LINE.exec(body) ?? [];
  if (json === undefined) return undefined;
  try {
    const marker: unknown = JSON.parse(json);
    if (typeof marker !== 'object' || marker === null || !('root' in marker)) return undefined;
    const named = 'kind' in marker ? marker.kind : 'plan';
    const kind = KINDS.find((one) => one === named);
    return typeof marker.root === 'string' && kind !== undefined ? { root: marker.root, kind } : undefined;
  } catch {
    return undefined;
  }
}

/** Root in the marker of a page of this kind; `undefined` if it has none. */
export function markedRoot(body: string, kind: MarkerKind = 'plan'): string | undefined {
  const marker = readMarker(body);
  return marker?.kind === kind ? marker.root : undefined;
}
