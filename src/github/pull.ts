/** One pull request. To GitHub's comment endpoints it is an issue of the same number. */
export type Pull = {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  /** It comes from a fork, so the run has a token that cannot write. */
  readonly fromFork: boolean;
};

/** `acme/ads#7`, as people write it. */
export function pullText({ owner, repo, number }: Pick<Pull, 'owner' | 'repo' | 'number'>): string {
  return `${owner}/${repo}#${number}`;
}

/** `acme/ads` in its two parts; `undefined` where it is not a repository's name. */
export function readRepository(name: string): { readonly owner: string; readonly repo: string } | undefined {
  const [, owner, repo] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(name) ?? [];
  return owner === undefined || repo === undefined || /^\.+$/.test(owner) || /^\.+$/.test(repo)
    ? undefined
    : { owner, repo };
}
