/** Which repository is asked about. */
export type Place = { readonly owner: string; readonly repo: string };

/** `acme/ads`. */
export function placeText({ owner, repo }: Place): string {
  return `${owner}/${repo}`;
}
