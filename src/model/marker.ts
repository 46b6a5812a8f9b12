/**
 * Identifies a comment or issue of reconcile: a hidden first line with the root of `reconcile.yaml`. `render` writes
 * it, and `github` finds it.
 */

/** A plan for review, the outcome of an apply, or an issue about drift. */
export type MarkerKind = 'plan' | 'outcome' | 'drift';

export type Marker = { readonly root: string; readonly kind: MarkerKind };

const KINDS: readonly MarkerKind[] = ['plan', 'outcome', 'drift'];

const FIRST_LINE = /^<!-- reconcile: (\{.*\}) -->\r?(?:\n|$)/;

/** Could end the comment, start a mention, or are invisible. JSON can escape each. */
const UNFIT = /[<>@&\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Without its line end.
 *
 * @param root folder of `reconcile.yaml` in the repository, `.` at the top
 */
export function commentMarker(root: string, kind: MarkerKind = 'plan'): string {
  // Plans have no kind: they existed before kinds.
  const json = JSON.stringify({ root, version: 1, ...(kind !== 'plan' && { kind }) }).replace(UNFIT, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
  return `<!-- reconcile: ${json} -->`;
}

/** `undefined` if the first line has no known marker, in any version. */
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

/** `undefined` without a marker of this kind. */
export function markedRoot(body: string, kind: MarkerKind = 'plan'): string | undefined {
  const marker = readMarker(body);
  return marker?.kind === kind ? marker.root : undefined;
}
