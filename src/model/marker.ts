/**
 * What tells our comment on a pull request from all others: a hidden first line that names the `reconcile.yaml` it is
 * about. `render` writes it and `github` looks for it, so it stands where both can see it.
 */

const FIRST_LINE = /^<!-- reconcile: (\{.*\}) -->\r?(?:\n|$)/;

/** What could end the comment, be taken for a mention, or not be seen. In JSON each has another way to be written. */
const UNFIT = /[<>@&\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * The first line of a comment, without its end.
 *
 * @param root folder of `reconcile.yaml` in the repository, `.` where it stands at the top
 */
export function commentMarker(root: string): string {
  const json = JSON.stringify({ root, version: 1 }).replace(UNFIT, (sign) =>
    sign
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
  return `<!-- reconcile: ${json} -->`;
}

/** Which root the marker on a comment's first line names, in any version of it; `undefined` where there is none. */
export function markedRoot(body: string): string | undefined {
  const [, json] = FIRST_LINE.exec(body) ?? [];
  if (json === undefined) return undefined;
  try {
    const marker: unknown = JSON.parse(json);
    const root = typeof marker === 'object' && marker !== null && 'root' in marker ? marker.root : undefined;
    return typeof root === 'string' ? root : undefined;
  } catch {
    return undefined;
  }
}
