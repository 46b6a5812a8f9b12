/**
 * What tells our comment on a pull request, and our issue, from all others: a hidden first line that names the
 * `reconcile.yaml` it is about. `render` writes it and `github` looks for it, so it stands where both can see it.
 */

/** What a page of ours is about. A plan is for review, an outcome for what an apply did, drift is an issue of its own. */
export type MarkerKind = 'plan' | 'outcome' | 'drift';

export type Marker = { readonly root: string; readonly kind: MarkerKind };

const KINDS: readonly MarkerKind[] = ['plan', 'outcome', 'drift'];

const FIRST_LINE = /^<!-- reconcile: (\{.*\}) -->\r?(?:\n|$)/;

/** What could end the comment, be taken for a mention, or not be seen. In JSON each has another way to be written. */
const UNFIT = /[<>@&\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * The first line of a comment, without its end.
 *
 * @param root folder of `reconcile.yaml` in the repository, `.` where it stands at the top
 */
export function commentMarker(root: string, kind: MarkerKind = 'plan'): string {
  // Plans were there before there were kinds, and go without one.
  const json = JSON.stringify({ root, version: 1, ...(kind !== 'plan' && { kind }) }).replace(UNFIT, (sign) =>
    sign
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
  return `<!-- reconcile: ${json} -->`;
}

/** What the marker on a page's first line says, in any version of it; `undefined` where there is none that we know. */
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

/** Which root the marker of a page of this kind names; `undefined` where it has none. */
export function markedRoot(body: string, kind: MarkerKind = 'plan'): string | undefined {
  const marker = readMarker(body);
  return marker?.kind === kind ? marker.root : undefined;
}
