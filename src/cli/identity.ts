import type { Machine } from '../machine.ts';
import type { Owner, Result } from '../model/index.ts';
import { commitId, originUrl, placeInGit } from './git.ts';

/** Who runs, from which repository: names the claim, and signs ledger entries. */
export type Identity = {
  /** The CI run, the same for each of its attempts; else a UUID. */
  readonly run: string;
  readonly owner: Owner;
  readonly commit: string | null;
};

/** From GitHub Actions' environment where there is one, else from git, else unknown. */
export async function identify(machine: Pick<Machine, 'env' | 'git' | 'uuid'>, root: string): Promise<Identity> {
  const { env } = machine;
  const place = await placeInGit(root, machine);
  const prefix = place.ok ? place.value.prefix : '';
  const repository = env.GITHUB_REPOSITORY ?? repositoryOf(known(await originUrl(root, machine)));
  const commit = env.GITHUB_SHA ?? known(await commitId('HEAD', root, machine));
  return {
    run: env.GITHUB_RUN_ID === undefined ? `local:${machine.uuid()}` : `${repository}#${env.GITHUB_RUN_ID}`,
    owner: { repository: repository ?? null, root: prefix === '' ? '.' : prefix },
    commit: commit ?? null,
  };
}

function known(result: Result<string | undefined>): string | undefined {
  return result.ok ? result.value : undefined;
}

/**
 * `git@github.com:acme/ads.git` and `https://user:token@github.com/acme/ads` are both `acme/ads`. Names hold neither
 * `@` nor `?`, so that a token in the address is never taken for one: the answer goes into the ledger.
 */
export function repositoryOf(remote: string | undefined): string | undefined {
  const match = /[/:]([\w.~-]+\/[\w.~-]+?)(?:\.git)?\/?\s*$/.exec(remote ?? '');
  return match?.[1];
}
