import type { Machine } from '../machine.ts';
import type { Holder, Owner, Result } from '../model/index.ts';
import { commitId, originUrl, locateInGit } from './git.ts';

/** The run and its repository, for the claim and for ledger entries. */
export type Identity = {
  readonly holder: Holder;
  readonly owner: Owner;
  readonly commit: string | null;
};

/** From the environment of GitHub Actions if it is set, otherwise from git, otherwise unknown. */
export async function identify(machine: Pick<Machine, 'env' | 'git' | 'uuid'>, root: string): Promise<Identity> {
  const { env } = machine;
  const location = await locateInGit(root, machine);
  const prefix = location.ok ? location.value.prefix : '';
  const repository = env.GITHUB_REPOSITORY ?? repositoryOf(known(await originUrl(root, machine)));
  const commit = env.GITHUB_SHA ?? known(await commitId('HEAD', root, machine));
  return {
    holder: holderIn(env, repository, machine.uuid()),
    owner: { repository: repository ?? null, root: prefix === '' ? '.' : prefix },
    commit: commit ?? null,
  };
}

function known(result: Result<string | undefined>): string | undefined {
  return result.ok ? result.value : undefined;
}

/**
 * The run is the same for all attempts and jobs. A job id is the same for all jobs of a matrix, so only the nonce
 * distinguishes those.
 *
 * Source: docs.github.com, "Default environment variables": GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB (documented).
 */
function holderIn(
  { GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt, GITHUB_JOB: job }: Machine['env'],
  repository: string | undefined,
  nonce: string,
): Holder {
  if (run === undefined) return { run: `local:${nonce}`, nonce };
  const count = Number(attempt);
  return {
    run: `${repository}#${run}`,
    nonce,
    ...(Number.isSafeInteger(count) && count > 0 && { attempt: count }),
    ...(job !== undefined && job !== '' && { job }),
  };
}

/**
 * `git@github.com:acme/ads.git` and `https://user:token@github.com/acme/ads` are both `acme/ads`. Names contain neither
 * `@` nor `?`, so a token in the address is never part of one: the result goes into the ledger.
 */
export function repositoryOf(remote: string | undefined): string | undefined {
  const match = /[/:]([\w.~-]+\/[\w.~-]+?)(?:\.git)?\/?\s*$/.exec(remote ?? '');
  return match?.[1];
}
