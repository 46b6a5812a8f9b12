export type RepositoryRef = { readonly owner: string; readonly repo: string };

/** `acme/ads`. */
export function placeText({ owner, repo }: RepositoryRef): string {
  return `${owner}/${repo}`;
}
