export type RepositoryRef = { readonly owner: string; readonly repo: string };

/** `acme/ads`. */
export function refText({ owner, repo }: RepositoryRef): string {
  return `${owner}/${repo}`;
}

/** The comment endpoints treat it as an issue. */
export type Pull = {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  /** The token of a fork's run cannot write. */
  readonly fromFork: boolean;
};

/** `acme/ads#7`. */
export function pullText({ owner, repo, number }: Pick<Pull, 'owner' | 'repo' | 'number'>): string {
  return `${owner}/${repo}#${number}`;
}

/** Splits `acme/ads`; `undefined` if it is not the name of a repository. */
export function readRepository(name: string): { readonly owner: string; readonly repo: string } | undefined {
  const [, owner, repo] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(name) ?? [];
  return owner === undefined || repo === undefined || /^\.+$/.test(owner) || /^\.+$/.test(repo)
    ? undefined
    : { owner, repo };
}
